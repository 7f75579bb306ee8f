package org.dmkit.dm.status;

import java.util.List;
import java.util.Optional;

/**
 * Status of a classic {@code mirror}, such as {@code 2 8:0 8:16 1600/1600 1 AA 1 core}.
 *
 * @param devices the legs, as the kernel names them
 * @param letters a leg each: {@code A} alive, {@code D} write failed, {@code S} copy failed, {@code R} read failed, {@code F}
 *     flush failed, {@code U} unknown
 * @param done regions
 * @param total regions
 */
public record MirrorStatus(List<String> devices, String letters, long done, long total) implements TargetHealth {
    public MirrorStatus {
        devices = List.copyOf(devices);
    }

    public static Optional<MirrorStatus> parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        try {
            int legs = Integer.parseInt(words[0]);
            String ratio = words[legs + 1];
            String letters = words[legs + 3];
            int slash = ratio.indexOf('/');
            return legs < 1 || slash < 0 || letters.length() != legs
                    ? Optional.empty()
                    : Optional.of(new MirrorStatus(
                            List.of(words).subList(1, legs + 1),
                            letters,
                            Long.parseLong(ratio.substring(0, slash)),
                            Long.parseLong(ratio.substring(slash + 1))));
        } catch (NumberFormatException | IndexOutOfBoundsException notUnderstood) {
            return Optional.empty();
        }
    }

    /** The letters don't tell a leg that is being copied to from one that is done, only the ratio does. */
    @Override
    public boolean inSync(int slot) {
        return letters.charAt(slot) == 'A' && done == total;
    }

    @Override
    public boolean failed(int slot) {
        return letters.charAt(slot) != 'A';
    }

    @Override
    public boolean rebuilt(int slot) {
        return inSync(slot);
    }

    @Override
    public boolean resyncing() {
        return done != total;
    }

    @Override
    public boolean rebuilt() {
        return letters.chars().allMatch(c -> c == 'A') && done == total;
    }
}
