package org.dmkit.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.dmkit.linux.DeviceNumber;

/** Reads the parameters of a table line, the inverse of {@link TargetFormatter}. */
final class TargetParser {
    private final String[] words;
    private int next;

    private TargetParser(String[] words) {
        this.words = words;
    }

    static Target parse(String type, String parameters) {
        String text = parameters.strip();
        var words = new TargetParser(text.isEmpty() ? new String[0] : text.split("\\s+"));
        try {
            Target target = switch (type) {
                case "linear" -> new Target.Linear(words.device(), words.number());
                case "striped" -> words.striped();
                case "mirror" -> words.mirror();
                case "raid" -> words.raid();
                case "error" -> new Target.Error();
                case "zero" -> new Target.Zero();
                case "snapshot-origin" -> new Target.SnapshotOrigin(words.device());
                default -> new Target.Generic(type, text);
            };
            return target instanceof Target.Generic || words.next == words.words.length
                    ? target
                    : new Target.Generic(type, text);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notUnderstood) {
            // A newer kernel may know parameters that we don't: keep the text.
            return new Target.Generic(type, text);
        }
    }

    private String word() {
        return words[next++];
    }

    private long number() {
        return notNegative(Long.parseLong(word()));
    }

    private int integer() {
        return (int) notNegative(Integer.parseInt(word()));
    }

    private static long notNegative(long number) {
        if (number < 0) {
            throw new NumberFormatException("negative");
        }
        return number;
    }

    private DeviceRef device() {
        String word = word();
        if (word.equals("-")) {
            return DeviceRef.NONE;
        }
        return word.matches("\\d+:\\d+") ? DeviceRef.of(DeviceNumber.parse(word)) : DeviceRef.ofPath(word);
    }

    private List<Target.Leg> legs(int count) {
        var legs = new ArrayList<Target.Leg>();
        for (int i = 0; i < count; i++) {
            legs.add(new Target.Leg(device(), number()));
        }
        return legs;
    }

    private Target striped() {
        int count = integer();
        return new Target.Striped(integer(), legs(count));
    }

    private Target mirror() {
        if (!word().equals("core") || integer() != 2) {
            throw new NumberFormatException("another log");
        }
        int region = integer();
        boolean sync = switch (word()) {
            case "sync" -> true;
            case "nosync" -> false;
            default -> throw new NumberFormatException("another parameter");
        };
        List<Target.Leg> legs = legs(integer());
        boolean handleErrors = next < words.length && integer() == 1 && word().equals("handle_errors");
        return new Target.Mirror(region, sync, legs, handleErrors);
    }

    private Target raid() {
        String level = word();
        int count = integer();
        int end = next + count;
        int chunk = integer();
        var sync = Target.Raid.Sync.DEFAULT;
        var rebuild = new ArrayList<Integer>();
        OptionalInt region = OptionalInt.empty();
        while (next < end) {
            switch (word()) {
                case "sync" -> sync = Target.Raid.Sync.SYNC;
                case "nosync" -> sync = Target.Raid.Sync.NOSYNC;
                case "rebuild" -> rebuild.add(integer());
                case "region_size" -> region = OptionalInt.of(integer());
                default -> throw new NumberFormatException("another parameter");
            }
        }
        if (next != end) {
            throw new NumberFormatException("another number of parameters");
        }
        int members = integer();
        var slots = new ArrayList<Target.RaidSlot>();
        for (int i = 0; i < members; i++) {
            slots.add(new Target.RaidSlot(device(), device()));
        }
        return new Target.Raid(level, chunk, sync, rebuild, region, slots);
    }
}
