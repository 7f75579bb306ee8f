package org.dmkit.dm.status;

import java.util.Optional;

/**
 * Status of a {@code raid} target (Documentation/admin-guide/device-mapper/dm-raid.rst), such as
 * {@code raid1 2 AA 131072/131072 idle 0 0 -}.
 *
 * @param level the kernel's word
 * @param letters a slot each: {@code A} in sync, {@code a} working but not (yet) in sync, {@code D} failed, {@code -} nobody
 * @param done sectors of a member
 * @param total sectors of a member
 * @param action {@code idle}, {@code resync}, {@code recover}, {@code check}, {@code repair}, {@code reshape}, {@code frozen}
 * @param mismatches what the last check found, in sectors
 */
public record RaidStatus(String level, String letters, long done, long total, String action, long mismatches)
        implements TargetHealth {
    private static final int WORDS = 6;

    public static Optional<RaidStatus> parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length < WORDS) {
            return Optional.empty();
        }
        int slash = words[3].indexOf('/');
        try {
            return Integer.parseInt(words[1]) != words[2].length() || slash < 0
                    ? Optional.empty()
                    : Optional.of(new RaidStatus(
                            words[0],
                            words[2],
                            Long.parseLong(words[3].substring(0, slash)),
                            Long.parseLong(words[3].substring(slash + 1)),
                            words[4],
                            Long.parseLong(words[5])));
        } catch (NumberFormatException notUnderstood) {
            return Optional.empty();
        }
    }

    public boolean idle() {
        return action.equals("idle");
    }

    /** All of it is needed: a source sector that can't be read ends a rebuild as {@code a}, idle, with a full ratio. */
    @Override
    public boolean inSync(int slot) {
        return letters.charAt(slot) == 'A';
    }

    @Override
    public boolean failed(int slot) {
        return letters.charAt(slot) == 'D';
    }

    @Override
    public boolean rebuilt(int slot) {
        return inSync(slot) && idle() && done == total;
    }

    @Override
    public boolean resyncing() {
        return action.equals("resync") || (done != total && letters.indexOf('a') < 0);
    }

    @Override
    public boolean rebuilt() {
        return letters.chars().allMatch(c -> c == 'A' || c == '-') && idle() && done == total;
    }
}
