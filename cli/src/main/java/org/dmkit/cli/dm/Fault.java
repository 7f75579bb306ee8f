package org.dmkit.cli.dm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Sectors;
import org.dmkit.dm.Table;

/** What shall go wrong in a device. */
sealed interface Fault {
    /**
     * The table that makes it.
     *
     * @param hidden what has the device's sectors
     * @param sectors how many
     * @throws Refusal if it does not fit
     */
    Table over(DmName hidden, long sectors) throws Refusal;

    /** In turn all I/O works for so many seconds, and fails for so many. */
    record Flakey(int up, int down) implements Fault {
        static final String USUAL = "10/5";

        /** Reads {@code UP/DOWN}. */
        static Flakey of(String word) throws Misuse {
            int slash = word.indexOf('/');
            int up = slash < 0 ? -1 : seconds(word.substring(0, slash));
            int down = seconds(word.substring(slash + 1));
            if (up < 0 || down < 0 || up + down == 0) {
                throw new Misuse("not UP/DOWN in seconds: " + word + " (" + USUAL + ")");
            }
            return new Flakey(up, down);
        }

        /** Below 0 if it is no number. */
        private static int seconds(String word) {
            return (int) Digits.of(word, 6).orElse(-1);
        }

        @Override
        public Table over(DmName hidden, long sectors) {
            return whole("flakey", hidden, sectors, up + " " + down);
        }
    }

    /** All I/O takes so much longer. */
    record Delay(Duration time) implements Fault {
        @Override
        public Table over(DmName hidden, long sectors) {
            return whole("delay", hidden, sectors, Long.toString(time.toMillis()));
        }
    }

    /**
     * I/O of a range fails.
     *
     * @param from first sector
     * @param end behind the last; {@link Long#MAX_VALUE} for the device's end
     */
    record Error(long from, long end, String word) implements Fault {
        /** Reads {@code FROM..END}. */
        static Error of(String word) throws Misuse {
            int dots = word.indexOf("..");
            String end = word.substring(dots < 0 ? word.length() : dots + 2);
            try {
                if (dots > 0) {
                    return new Error(
                            Sectors.of(word.substring(0, dots)),
                            end.equals("end") ? Long.MAX_VALUE : Sectors.of(end),
                            word);
                }
            } catch (IllegalArgumentException e) {
                throw new Misuse("not FROM..END: " + word + ": " + e.getMessage());
            }
            throw new Misuse("not FROM..END: " + word + " (2048..4096, 1MiB..end)");
        }

        @Override
        public Table over(DmName hidden, long sectors) throws Refusal {
            long last = end == Long.MAX_VALUE ? sectors : end;
            if (from >= last || last > sectors) {
                throw new Refusal("dm.inject", word + " is no range of " + sectors + " sectors", "");
            }
            if (from == 0 && last == sectors) {
                // Then the device would not stand on the hidden one.
                throw new Refusal("dm.inject", word + " is all of the device", "--flakey 0/1");
            }
            var lines = new ArrayList<Table.Line>();
            if (from > 0) {
                lines.add(new Table.Line(0, from, new DmTarget.Linear(DeviceRef.of(hidden), 0)));
            }
            lines.add(new Table.Line(from, last - from, new DmTarget.Error()));
            if (last < sectors) {
                lines.add(new Table.Line(last, sectors - last, new DmTarget.Linear(DeviceRef.of(hidden), last)));
            }
            return new Table(lines);
        }
    }

    private static Table whole(String type, DmName hidden, long sectors, String more) {
        String parameters = DeviceRef.of(hidden).text() + " 0 " + more;
        return new Table(List.of(new Table.Line(0, sectors, new DmTarget.Generic(type, parameters))));
    }
}
