package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.simulation.SimulatedDisk;

/** How a machine may come up after a crash otherwise than it went down: nothing that was acknowledged is lost in silence. */
enum Circumstance {
    /** From every member that counts as in sync all is read. */
    EVERY_SOURCE {
        @Override
        int judge(Crash crash) throws IOException {
            if (crash.isDeleted()) {
                return 0;
            }
            Ends ends = crash.ends();
            crash.ledger()
                    .checkEverySource(
                            crash.left(), "", ends.ordered(), ends.t1().told().isEmpty());
            return 1 + crash.dispensable().size();
        }
    },
    /** A disk is absent for a while. */
    ABSENT {
        @Override
        int judge(Crash crash) throws IOException {
            return crash.eachAbsent(away -> goesOn(crash, away, List.of(), List.of(crash.left(away))));
        }
    },
    /** A disk is absent, and back as it was before the change. */
    BACK_AS_BEFORE {
        @Override
        int judge(Crash crash) throws IOException {
            return crash.eachAbsent(away -> goesOn(crash, away, List.of(), List.of(crash.before(away))));
        }
    },
    /** Another disk stands in a disk's place, and under its name, for a while. */
    EXCHANGED {
        @Override
        int judge(Crash crash) throws IOException {
            return crash.eachAbsent(away -> {
                if (away.equals(Rig.JOURNAL)) {
                    // Whoever forces a start with an empty one has thrown the record away.
                    return false;
                }
                DiskInfo i = crash.left(away).info();
                SimulatedDisk other = SimulatedDisk.inMemory(
                        new DiskInfo(away, i.sectors(), i.sectorSize(), "OTHER", null, "", null, false));
                return goesOn(crash, away, List.of(other), List.of(crash.left(away)));
            });
        }
    },
    /** There is one disk more, of the serial of a member, as that was before the change. */
    CLONE {
        @Override
        int judge(Crash crash) throws IOException {
            for (String of : crash.ends().written()) {
                List<SimulatedDisk> others = Ledger.copies(crash.left(), "");
                SimulatedDisk clone = SimulatedDisk.copyOnWrite(new Renamed(crash.before(of), "clone"));
                try (Rig rig = Rig.rebooted(with(others, List.of(clone)))) {
                    rig.dmkit()
                            .recover()
                            .outcomes()
                            .forEach(o -> assertThat(o).isInstanceOf(Executor.Outcome.Done.class));
                }
                try (Rig rig = Rig.rebooted(others)) {
                    rig.dmkit().recover();
                    crash.ends().mustBeOneOf(rig);
                    if (rig.starts()) {
                        crash.ledger().check(rig, "after a clone of " + of);
                    }
                }
            }
            return crash.ends().written().size();
        }
    },
    /** A disk is started alone and the others without it; then all are there. What runs has the history of one of them. */
    TWO_HALVES {
        @Override
        int judge(Crash crash) throws IOException {
            return crash.eachAbsent(alone -> apart(crash, alone, true, true));
        }
    },
    /** The same, but the one or the others have only been recovered: what runs has the history of those that were started. */
    HALF_STARTED {
        @Override
        int judge(Crash crash) throws IOException {
            return crash.eachAbsent(alone -> apart(crash, alone, true, false))
                    + crash.eachAbsent(alone -> apart(crash, alone, false, true));
        }
    },
    /** Another program writes metadata between the crash and the recovery: then the record is void, and nothing is written over. */
    SOMEBODY_ELSE {
        @Override
        int judge(Crash crash) throws IOException {
            List<String> written = crash.ends().written();
            for (String by : written) {
                List<SimulatedDisk> disks = Ledger.copies(crash.left(), "");
                try (Rig rig = Rig.rebooted(disks)) {
                    crash.ends().scribble(rig, by);
                }
                mustStay(crash.ends(), disks, written, "when another program has written " + by);
            }
            return written.size();
        }
    },
    /** A disk has written half a sector, which none should: then nothing starts by itself from what misses writes. */
    TORN {
        @Override
        int judge(Crash crash) throws IOException {
            if (!crash.mayBeWriting()) {
                return 0;
            }
            for (String torn : crash.ends().written()) {
                List<SimulatedDisk> disks = Ledger.copies(crash.left(), "");
                try (Rig rig = Rig.rebooted(disks)) {
                    crash.ends().tear(rig, torn);
                }
                try (Rig rig = Rig.rebooted(disks)) {
                    rig.dmkit().recover();
                    if (rig.startsByItself()) {
                        crash.ledger().check(rig, "torn: " + torn);
                    }
                }
            }
            return crash.ends().written().size();
        }
    };

    /**
     * What a crash has left.
     *
     * @param format of the sets
     * @param before the disks before the change
     * @param left the disks that it left
     * @param dispensable disks that the sets can do without, once recovered
     * @param ledger of what has been acknowledged
     */
    record Crash(
            String format,
            List<SimulatedDisk> before,
            List<SimulatedDisk> left,
            List<String> dispensable,
            Ledger ledger,
            Ends ends) {
        static Crash of(String format, List<SimulatedDisk> before, List<SimulatedDisk> left, Ledger ledger, Ends ends)
                throws IOException {
            // That an lsi set has run without its journal leaves no trace: README asks for a recovery with it first.
            List<String> journal = left.stream()
                    .map(d -> d.info().name())
                    .filter(d -> d.equals(Rig.JOURNAL) && !format.equals("lsi"))
                    .toList();
            return new Crash(
                    format,
                    before,
                    left,
                    Stream.concat(Ledger.dispensable(left).stream(), journal.stream())
                            .toList(),
                    ledger,
                    ends);
        }

        /** True if metadata may have been on their way: where there is a record they never are before all of it is there. */
        private boolean mayBeWriting() throws IOException {
            if (ends.ordered()) {
                return true;
            }
            try (Rig rig = Rig.rebooted(Ledger.copies(left, ""))) {
                return !rig.dmkit().pending().decisions().isEmpty();
            }
        }

        /** That there is nothing to start is right only if the change has deleted it. */
        private boolean isDeleted() throws IOException {
            if (!ends.t1().told().isEmpty()) {
                return false;
            }
            try (Rig rig = Rig.rebooted(Ledger.copies(left, ""))) {
                rig.dmkit().recover();
                return rig.told().isEmpty();
            }
        }

        /** A copy. */
        private SimulatedDisk left(String name) {
            return named(left, name);
        }

        private SimulatedDisk before(String name) {
            return named(before, name);
        }

        /** Of one that has a place in a set, once recovered. */
        private Optional<Component.State> stateOf(String disk) throws IOException {
            try (Rig rig = Rig.rebooted(Ledger.copies(left, ""))) {
                rig.dmkit().recover();
                return rig.dmkit().scan().groups().stream()
                        .flatMap(g -> g.sets().stream())
                        .flatMap(RaidSet::members)
                        .filter(m -> m.disk().name().equals(disk))
                        .map(Component.Member::state)
                        .findFirst();
            }
        }

        private static SimulatedDisk named(List<SimulatedDisk> disks, String name) {
            return disks.stream()
                    .filter(d -> d.info().name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .copy();
        }

        private int eachAbsent(Judging judging) throws IOException {
            int judged = 0;
            for (String away : dispensable) {
                judged += judging.of(away) ? 1 : 0;
            }
            return judged;
        }
    }

    /** False if there was nothing to judge. */
    @FunctionalInterface
    private interface Judging {
        boolean of(String disk) throws IOException;
    }

    /** How many states were judged. */
    abstract int judge(Crash crash) throws IOException;

    /**
     * Recovers and goes on without one disk, perhaps with another in its place, and then with what comes back: that is shut out, or
     * agrees, or the sets are refused; never is what was written meanwhile lost.
     */
    private static boolean goesOn(Crash crash, String away, List<SimulatedDisk> inItsPlace, List<SimulatedDisk> back)
            throws IOException {
        List<SimulatedDisk> others = Ledger.copies(crash.left(), away);
        Ledger ledger = crash.ledger().copy();
        try (Rig rig = Rig.rebooted(with(others, inItsPlace))) {
            rig.dmkit().recover();
            if (!rig.starts()) {
                return false;
            }
            ledger.check(rig, "without " + away);
            ledger.write(rig);
        }
        others.forEach(d -> d.powerCut(p -> false));
        try (Rig rig = Rig.rebooted(with(others, back))) {
            rig.dmkit().recover();
            if (rig.starts()) {
                ledger.check(rig, away + " is back");
            }
        }
        return true;
    }

    /** Recovers and starts a disk and the others apart, and then all together. */
    private static boolean apart(Crash crash, String alone, boolean oneStarts, boolean othersStart) throws IOException {
        Optional<Component.State> state = crash.stateOf(alone);
        // One that was lost before has a history of its own. And jmicron tells on the others that a disk is being
        // rebuilt, as
        // FreeBSD does: alone it passes for good, and only who asks for a start without them has it started.
        if (state.isEmpty()
                || (state.get() == Component.State.REBUILDING && crash.format().equals("jmicron"))) {
            return false;
        }
        List<SimulatedDisk> one = List.of(crash.left(alone));
        List<SimulatedDisk> others = Ledger.copies(crash.left(), alone);
        var histories = new ArrayList<Ledger>();
        histories.addAll(historyOf(crash, one, oneStarts));
        histories.addAll(historyOf(crash, others, othersStart));
        try (Rig rig = Rig.rebooted(with(others, one))) {
            rig.dmkit().recover();
            boolean toldLost = rig.dmkit().scan().findings().stream()
                    .anyMatch(f -> f.code().equals("disk.noted-lost"));
            if (histories.isEmpty() || toldLost) {
                histories.add(crash.ledger());
            }
            if (rig.starts()) {
                checkOne(rig, histories, "after two halves of " + alone);
            }
        }
        return true;
    }

    /** What was acknowledged by these alone; none if nothing was started. */
    private static List<Ledger> historyOf(Crash crash, List<SimulatedDisk> half, boolean starts) throws IOException {
        Ledger ledger = crash.ledger().copy();
        boolean started;
        try (Rig rig = Rig.rebooted(half)) {
            rig.dmkit().recover();
            started = starts && rig.starts();
            if (started) {
                ledger.check(rig, "a half");
                ledger.write(rig);
            }
        }
        half.forEach(d -> d.powerCut(p -> false));
        return started ? List.of(ledger) : List.of();
    }

    private static List<SimulatedDisk> with(List<SimulatedDisk> disks, List<SimulatedDisk> more) {
        return Stream.concat(disks.stream(), more.stream()).toList();
    }

    private static void checkOne(Rig rig, List<Ledger> histories, String when) throws IOException {
        AssertionError last = null;
        for (Ledger history : histories) {
            try {
                history.check(rig, when);
                return;
            } catch (AssertionError e) {
                last = e;
            }
        }
        throw new AssertionError("of no history", last);
    }

    private static void mustStay(Ends ends, List<SimulatedDisk> disks, List<String> written, String when)
            throws IOException {
        try (Rig rig = Rig.rebooted(disks)) {
            var before = new HashMap<String, List<Image>>();
            for (String disk : written) {
                before.put(disk, ends.read(rig, disk, disk));
            }
            rig.dmkit().recover();
            for (String disk : written) {
                assertThat(ends.read(rig, disk, disk)).as(disk + ", " + when).isEqualTo(before.get(disk));
            }
            assertThat(rig.dmkit().recover().nothing()).isTrue();
        }
    }
}
