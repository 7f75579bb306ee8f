package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.dmkit.blockio.Disk;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.SimulatedDisk;

/**
 * The two states between which there must be none.
 *
 * @param untold what a scan makes of T1 as long as a lost disk has not been told, where no note could tell it
 * @param operations that the whole change takes
 * @param ordered true if no record leads out of what is between them: there it has to be refused, with an explanation
 */
record Ends(End t0, End t1, Set<String> untold, int operations, boolean ordered) {
    /**
     * @param told what a scan makes of it
     * @param metadata by disk, sector by sector as it lies there
     */
    record End(Set<String> told, Map<String, List<Image>> metadata) {}

    static Ends of(Scenario scenario) throws IOException, RefusedException {
        try (Rig rig = scenario.rig(new Ledger())) {
            Transition transition = scenario.change().on(rig);
            Set<String> before = told(rig);
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> count.incrementAndGet());
            var untold = new AtomicReference<Set<String>>();
            rig.onStep((step, undoing) -> {
                if (step instanceof Step.WriteLost && !scenario.roomy()) {
                    untold.set(told(rig));
                }
            });
            Scenario.done(rig.dmkit().run(transition));
            rig.machine.onOperation(o -> {});
            boolean ordered = transition
                    .redo()
                    .map(r -> r.redo().members().stream().allMatch(m -> m.t1().isEmpty()))
                    .orElse(transition.journal().isEmpty());
            Set<String> after = told(rig);
            return new Ends(
                    new End(before, transition.t0Images()),
                    new End(after, transition.t1Images()),
                    Optional.ofNullable(untold.get()).orElse(after),
                    count.get(),
                    ordered);
        }
    }

    /** By the disks alone, all of which work again. */
    static Set<String> told(Rig rig) {
        List<SimulatedDisk> disks = rig.copies();
        disks.forEach(SimulatedDisk::restore);
        try (Rig other = Rig.rebooted(disks)) {
            return other.told();
        }
    }

    /**
     * Every disk that the change writes holds T0's metadata, or every one holds T1's. Of a change without a record each holds either,
     * and what the format makes of them is T0, T1 or refused, with a word why.
     */
    Set<String> mustBeOneOf(Rig rig) throws IOException {
        Map<String, List<Image>> found = new TreeMap<>();
        for (String disk : t1.metadata().keySet()) {
            found.put(disk, read(rig, disk, disk));
        }
        Set<String> told = told(rig);
        if (ordered) {
            found.forEach((disk, images) -> assertThat(images)
                    .as(disk)
                    .isIn(t0.metadata().get(disk), t1.metadata().get(disk)));
            if (!told.equals(t0.told())) {
                assertThat(told.equals(t1.told()) || isRefused(rig))
                        .as("T0, T1, or refused: " + told)
                        .isTrue();
            }
            return told;
        }
        assertThat(found.equals(new TreeMap<>(t0.metadata())) || found.equals(new TreeMap<>(t1.metadata())))
                .as("every disk tells T0, or every disk tells T1")
                .isTrue();
        assertThat(told).isIn(t0.told(), t1.told(), untold);
        return told;
    }

    /** Whether no set starts, degraded or by force, and the scan says why of each. */
    static boolean isRefused(Rig rig) {
        List<Group> groups = rig.dmkit().scan().groups();
        return groups.stream().anyMatch(g -> !g.sets().isEmpty())
                && groups.stream()
                        .allMatch(
                                g -> g.sets().stream().allMatch(s -> g.blocked().containsKey(s.name())));
    }

    /** True if the change writes this disk and has not begun to. */
    boolean holdsT0(Rig rig, String disk) {
        List<Image> before = t0.metadata().get(disk);
        return before != null
                && !before.equals(t1.metadata().get(disk))
                && read(rig, disk, disk).equals(before);
    }

    /** The disks that the change writes. */
    List<String> written() {
        return t1.metadata().keySet().stream()
                .filter(disk -> !differing(disk).isEmpty())
                .sorted()
                .toList();
    }

    /** The sectors of a disk that are others in T1, as they are there. */
    private List<Image> differing(String disk) {
        var sectors = new ArrayList<Image>();
        List<Image> before = Objects.requireNonNull(t0.metadata().get(disk));
        List<Image> after = Objects.requireNonNull(t1.metadata().get(disk));
        for (int i = 0; i < after.size(); i++) {
            byte[] old = before.get(i).bytes();
            byte[] now = after.get(i).bytes();
            for (int at = 0; at < now.length; at += 512) {
                if (!Arrays.equals(old, at, at + 512, now, at, at + 512)) {
                    sectors.add(new Image(after.get(i).lba() + at / 512, Arrays.copyOfRange(now, at, at + 512)));
                }
            }
        }
        return sectors;
    }

    /** Writes what is neither T0 nor T1 into a sector that the change writes on this disk, and flushes it. */
    void scribble(Rig rig, String disk) throws IOException {
        Image written = differing(disk).getLast();
        byte[] bytes = written.bytes();
        bytes[500] = (byte) ~bytes[500];
        put(rig, disk, written.lba(), bytes);
    }

    /** Half of such a sector is T1's, and the other is left as it is. */
    void tear(Rig rig, String disk) throws IOException {
        Image written = differing(disk).getLast();
        byte[] bytes = read(rig, disk, written).bytes();
        System.arraycopy(written.bytes(), 0, bytes, 0, 256);
        put(rig, disk, written.lba(), bytes);
    }

    private static void put(Rig rig, String disk, long lba, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            MemorySegment.copy(bytes, 0, sector, ValueLayout.JAVA_BYTE, 0, 512);
            Disk there = rig.dmkit().machine().disk(disk);
            there.write(lba, sector);
            there.flush();
        }
    }

    /** What lies on a disk where the change writes on a member. */
    List<Image> read(Rig rig, String disk, String member) {
        return Objects.requireNonNull(t1.metadata().get(member)).stream()
                .map(i -> read(rig, disk, i))
                .toList();
    }

    private static Image read(Rig rig, String disk, Image like) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(like.extent().count() * 512, 4096);
            rig.dmkit().machine().disk(disk).read(like.lba(), buffer);
            return new Image(like.lba(), buffer.toArray(ValueLayout.JAVA_BYTE));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
