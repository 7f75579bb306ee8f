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

    static DmTarget parse(String type, String parameters) {
        String text = parameters.strip();
        var words = new TargetParser(text.isEmpty() ? new String[0] : text.split("\\s+"));
        try {
            DmTarget target = switch (type) {
                case "linear" -> new DmTarget.Linear(words.device(), words.number());
                case "striped" -> words.striped();
                case "mirror" -> words.mirror();
                case "raid" -> words.raid();
                case "error" -> new DmTarget.Error();
                case "zero" -> new DmTarget.Zero();
                case "snapshot-origin" -> new DmTarget.SnapshotOrigin(words.device());
                default -> new DmTarget.Generic(type, text);
            };
            return target instanceof DmTarget.Generic || words.next == words.words.length
                    ? target
                    : new DmTarget.Generic(type, text);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notUnderstood) {
            // A newer kernel may know parameters that we don't: keep the text.
            return new DmTarget.Generic(type, text);
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

    private List<DmTarget.Leg> legs(int count) {
        var legs = new ArrayList<DmTarget.Leg>();
        for (int i = 0; i < count; i++) {
            legs.add(new DmTarget.Leg(device(), number()));
        }
        return legs;
    }

    private DmTarget striped() {
        int count = integer();
        return new DmTarget.Striped(integer(), legs(count));
    }

    private DmTarget mirror() {
        if (!word().equals("core") || integer() != 2) {
            throw new NumberFormatException("another log");
        }
        int region = integer();
        boolean sync = switch (word()) {
            case "sync" -> true;
            case "nosync" -> false;
            default -> throw new NumberFormatException("another parameter");
        };
        List<DmTarget.Leg> legs = legs(integer());
        boolean handleErrors = next < words.length && integer() == 1 && word().equals("handle_errors");
        return new DmTarget.Mirror(region, sync, legs, handleErrors);
    }

    private DmTarget raid() {
        String level = word();
        int count = integer();
        int end = next + count;
        int chunk = integer();
        var sync = DmTarget.Raid.Sync.DEFAULT;
        var rebuild = new ArrayList<Integer>();
        OptionalInt region = OptionalInt.empty();
        while (next < end) {
            switch (word()) {
                case "sync" -> sync = DmTarget.Raid.Sync.SYNC;
                case "nosync" -> sync = DmTarget.Raid.Sync.NOSYNC;
                case "rebuild" -> rebuild.add(integer());
                case "region_size" -> region = OptionalInt.of(integer());
                default -> throw new NumberFormatException("another parameter");
            }
        }
        if (next != end) {
            throw new NumberFormatException("another number of parameters");
        }
        int members = integer();
        var slots = new ArrayList<DmTarget.RaidSlot>();
        for (int i = 0; i < members; i++) {
            slots.add(new DmTarget.RaidSlot(device(), device()));
        }
        return new DmTarget.Raid(level, chunk, sync, rebuild, region, slots);
    }
}
