package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.SimulatedDisk;

/** What programs wrote to sets and were told is safe: it must be there whatever happens. */
final class Ledger {
    private static final int SECTOR = 512;
    /** Neighbours lie in other chunks, so that all members and stripes are met. */
    private static final long STRIDE = 37;

    /** By the set's label: its name may change with its members. */
    private final Map<String, Map<Long, Byte>> acknowledged = new HashMap<>();

    private int next = 1;

    /** Another that knows the same. */
    Ledger copy() {
        var copy = new Ledger();
        acknowledged.forEach((set, sectors) -> copy.acknowledged.put(set, new HashMap<>(sectors)));
        copy.next = next;
        return copy;
    }

    /** Writes a new sector of each set that runs and flushes it: acknowledged. */
    void write(Rig rig) throws IOException {
        for (RaidSet set : rig.running()) {
            write(rig, set);
        }
    }

    /** The same of one set. */
    void write(Rig rig, RaidSet set) throws IOException {
        byte value = (byte) next;
        long sector = next++ * STRIDE % set.size();
        put(rig, set, sector, value);
        acknowledged.computeIfAbsent(set.label(), s -> new HashMap<>()).put(sector, value);
    }

    /** Writes one that nobody relies upon. */
    static void poke(Rig rig) throws IOException {
        for (RaidSet set : rig.running()) {
            put(rig, set, set.size() - 1, (byte) 99);
        }
    }

    private static void put(Rig rig, RaidSet set, long sector, byte value) throws IOException {
        try (Arena arena = Arena.ofConfined();
                Disk disk = rig.machine.open(rig.device(set))) {
            MemorySegment buffer = arena.allocate(SECTOR, 4096);
            buffer.fill(value);
            disk.write(sector, buffer);
            disk.flush();
        }
    }

    /** Everything acknowledged is read from the sets that run. */
    void check(Rig rig, String when) throws IOException {
        for (RaidSet set : rig.running()) {
            Map<Long, Byte> sectors = acknowledged.getOrDefault(set.label(), Map.of());
            try (Arena arena = Arena.ofConfined();
                    Disk disk = rig.machine.open(rig.device(set))) {
                MemorySegment buffer = arena.allocate(SECTOR, 4096);
                for (var entry : sectors.entrySet()) {
                    disk.read(entry.getKey(), buffer);
                    assertThat(buffer.get(ValueLayout.JAVA_BYTE, 0))
                            .as("%s: %s sector %d", when, set.name(), entry.getKey())
                            .isEqualTo(entry.getValue());
                }
            }
        }
    }

    /**
     * Starts these disks on a new machine, all of them and then without each one that the sets can do without: from every choice
     * of members that the metadata call in sync, everything acknowledged must be read.
     */
    void checkEverySource(List<SimulatedDisk> disks, String when) throws IOException {
        checkEverySource(disks, when, false, false);
    }

    /**
     * @param mayBeRefused true if it is right as well that nothing starts, if the scan says why
     * @param mayBeGone true if it is right as well that there is no set
     */
    void checkEverySource(List<SimulatedDisk> disks, String when, boolean mayBeRefused, boolean mayBeGone)
            throws IOException {
        assertThat(checkStarted(copies(disks, ""), when + ", all disks", mayBeRefused))
                .isTrue();
        for (String out : dispensable(disks)) {
            List<SimulatedDisk> others = copies(disks, out);
            if (checkStarted(others, when + ", without " + out, mayBeRefused)) {
                continue;
            }
            // A change has ended without a disk that its T1 can't do without: nothing runs until that is back.
            List<SimulatedDisk> back = disks.stream()
                    .filter(d -> d.info().name().equals(out))
                    .map(SimulatedDisk::copy)
                    .toList();
            List<SimulatedDisk> all =
                    Stream.concat(others.stream(), back.stream()).toList();
            assertThat(checkStarted(all, when + ", " + out + " is back", mayBeRefused) || mayBeGone)
                    .as("started, once %s is back", out)
                    .isTrue();
        }
    }

    /** False if there is no set that can run. */
    private boolean checkStarted(List<SimulatedDisk> disks, String when, boolean mayBeRefused) throws IOException {
        try (Rig rig = Rig.rebooted(disks)) {
            rig.dmkit().recover();
            if (mayBeRefused && Ends.isRefused(rig)) {
                return true;
            }
            boolean any = rig.dmkit().scan().groups().stream()
                    .flatMap(g -> g.sets().stream())
                    .anyMatch(s -> s.health() != RaidSet.Health.FAILED);
            if (any) {
                start(rig);
                check(rig, when);
            }
            return any;
        }
    }

    static List<SimulatedDisk> copies(List<SimulatedDisk> disks, String out) {
        return disks.stream()
                .filter(d -> !d.info().name().equals(out))
                .map(SimulatedDisk::copy)
                .toList();
    }

    /** Disks that the sets can do without, once recovered. */
    static List<String> dispensable(List<SimulatedDisk> disks) throws IOException {
        try (Rig rig = Rig.rebooted(copies(disks, ""))) {
            rig.dmkit().recover();
            List<Group> groups = rig.dmkit().scan().groups();
            return disks.stream()
                    .map(d -> d.info().name())
                    .filter(d -> !d.equals(Rig.JOURNAL) && dispensable(groups, d))
                    .toList();
        }
    }

    private static boolean dispensable(List<Group> groups, String disk) {
        return groups.stream()
                .flatMap(g -> g.sets().stream())
                .allMatch(set -> (set.health() == RaidSet.Health.COMPLETE && set.redundant())
                        || set.members()
                                .noneMatch(m -> m.disk().name().equals(disk) && m.state() == Component.State.IN_SYNC));
    }

    /** Starts each set that can run at all. */
    static void start(Rig rig) throws IOException {
        List<String> can = rig.group().sets().stream()
                .filter(s -> s.health() != RaidSet.Health.FAILED)
                .map(RaidSet::name)
                .toList();
        try {
            Executor.Outcome outcome =
                    rig.dmkit().run(rig.dmkit().prepareStart(rig.group(), new Change.Open(can, true, true)));
            assertThat(outcome).isInstanceOf(Executor.Outcome.Done.class);
        } catch (RefusedException e) {
            // A journal that owes something to a disk which is away has no room for the mark of a start.
            if (e.findings().stream().allMatch(f -> f.code().equals("journal.unusable"))) {
                return;
            }
            throw new AssertionError(
                    "not started: " + rig.group() + rig.dmkit().scan().findings(), e);
        }
    }
}
