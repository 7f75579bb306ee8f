package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every writer owes: each format that has one, in all cases of the corpus that can be started, with every verb. What is
 * written is read as T1, keeps what nobody knows, stays within the metadata, and is nothing if nothing differs.
 */
class WriterContractTest {
    /** Metadata that lie among the data of their own set. */
    private static final Map<String, Extent> AMID_DATA = Map.of("hpt37x", new Extent(9, 1));

    static List<Format<?>> formats() {
        return Formats.all().stream().filter(f -> f.writer().isPresent()).toList();
    }

    @Test
    void formatsAreFoundByTheirService() {
        assertThat(formats()).extracting(Format::name).contains("isw", "sil", "via");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyVerbInEveryCase(Format<?> format) {
        var counts = new TreeMap<ContractVerb, int[]>();
        Set<Level> changed = EnumSet.noneOf(Level.class);
        for (String name : valid(format)) {
            CorpusDisks<?> pristine = load(format, name);
            for (Group t0 : startable(pristine).toList()) {
                for (ContractVerb verb : ContractVerb.values()) {
                    int[] count = counts.computeIfAbsent(verb, v -> new int[2]);
                    for (List<ContractVerb.Part> way : verb.ways(t0, pristine)) {
                        try {
                            boolean done = new Trial(pristine.copy(), format, changed).runs(t0, way);
                            count[done ? 0 : 1]++;
                        } catch (RuntimeException | AssertionError e) {
                            throw new AssertionError(format.name() + "/" + name + ": " + verb, e);
                        }
                    }
                }
            }
        }
        counts.forEach((verb, count) ->
                System.out.printf("%-4s %-22s %3d read as T1, %3d refused%n", format.name(), verb, count[0], count[1]));
        assertThat(changed)
                .as("levels that the abilities promise")
                .containsAll(format.writer().orElseThrow().abilities().levels());
        assertThat(counts.get(ContractVerb.FAIL))
                .satisfies(c -> assertThat(c[0]).isPositive());
        assertThat(counts.get(ContractVerb.REBUILT))
                .satisfies(c -> assertThat(c[0]).isPositive());
    }

    private static List<String> valid(Format<?> format) {
        return CorpusDisks.names(format).stream()
                .filter(n -> !n.startsWith("refuse-"))
                .toList();
    }

    /** With a blank disk that is larger than all others, and noise where nobody knows what the bytes are for. */
    private static CorpusDisks<?> load(Format<?> format, String name) {
        CorpusDisks<?> c = CorpusDisks.load(format, name);
        UnknownBytes.of(format).fill(c);
        long most = c.disks().stream().mapToLong(DiskInfo::sectors).max().orElseThrow();
        c.add(new DiskInfo(ContractVerb.NEW, most + 8192, 512, "NEW-1", null, "", null, false));
        return c;
    }

    private static Stream<Group> startable(CorpusDisks<?> c) {
        return c.assemble().groups().stream()
                .filter(g -> !g.sets().isEmpty() && g.blocked().isEmpty())
                .filter(g -> g.writer().isPresent())
                .filter(g -> g.sets().stream().noneMatch(s -> s.health() == Health.FAILED));
    }

    /**
     * One change, or a few one after the other, of disks of its own.
     *
     * @param changed levels of sets that were read as changed
     */
    private record Trial(CorpusDisks<?> disks, Format<?> format, Set<Level> changed) {
        /** False if that was refused. */
        boolean runs(Group first, List<ContractVerb.Part> parts) {
            assertThat(first.known().encode(Delta.between(first, first)))
                    .as("nothing differs")
                    .isEqualTo(Update.nothing());
            Group t0 = first;
            for (ContractVerb.Part part : parts) {
                t0 = next(t0, part);
                Group t1;
                try {
                    t1 = part.of().apply(t0).apply(t0);
                } catch (RefusedException e) {
                    return false;
                }
                Delta delta = Delta.between(t0, t1);
                boolean refused = delta.before().known().check(delta).stream()
                        .anyMatch(f -> f.severity() == Finding.Severity.ERROR);
                assertThat(refused || able(delta))
                        .as("check refuses what abilities exclude")
                        .isTrue();
                if (refused) {
                    return false;
                }
                write(delta);
                t0 = t1;
            }
            return true;
        }

        /** Of a set that is changed every redundant level is promised; of one without any, its own. */
        private static boolean able(Delta delta) {
            Set<Level> levels = writer(delta.before()).abilities().levels();
            return delta.after().sets().stream()
                    .filter(s -> !delta.before().set(s.name()).orElseThrow().equals(s))
                    .allMatch(s -> {
                        List<Level> redundant = s.bottomUp()
                                .map(RaidSet::level)
                                .filter(Level::redundant)
                                .toList();
                        return redundant.isEmpty() ? levels.contains(s.level()) : levels.containsAll(redundant);
                    });
        }

        /** What the next part changes: by its members, because the name may be another; a spare may be a group of its own. */
        private Group next(Group written, ContractVerb.Part part) {
            List<Group> groups = disks.assemble().groups();
            return groups.stream()
                    .filter(g -> part.ofSpare()
                            ? g.spares().stream().anyMatch(d -> d.name().equals(ContractVerb.NEW))
                            : !g.sets().isEmpty() && told(g, format).equals(told(written, format)))
                    .findFirst()
                    .orElseThrow();
        }

        private static MetadataWriter<?> writer(Group group) {
            return group.writer().orElseThrow();
        }

        private void write(Delta delta) {
            Group t1 = delta.after();
            var expected = new ArrayList<>(told(t1, format));
            disks.assemble().groups().stream()
                    .filter(g -> !g.equals(delta.before()))
                    .forEach(g -> expected.addAll(told(g, format)));
            CorpusDisks<?> before = disks.copy();
            Update update = delta.before().known().encode(delta);
            update.images().forEach(this::put);
            if (writer(delta.before()).abilities().loss() == LossMark.ON_SURVIVORS) {
                delta.events(Delta.Event.Lost.class)
                        .forEach(lost -> assertThat(inSync(lost.disk()))
                                .as(
                                        "%s counts, who did not hear of its loss",
                                        lost.disk().name())
                                .isFalse());
            }
            update.stages().stream()
                    .filter(s -> s.duty() == Update.Duty.BEST_EFFORT)
                    .forEach(s -> s.images().forEach(this::put));
            assertThat(disks.assemble().groups().stream().flatMap(g -> told(g, format).stream()))
                    .containsExactlyInAnyOrderElementsOf(expected);
            for (Update.Stage stage : update.stages()) {
                stage.images().forEach((disk, images) -> within(t1, before, disk, images));
            }
            roles(delta);
            UnknownBytes.of(format).mustBeKept(before, disks);
            t1.sets().stream().filter(s -> !delta.before().sets().contains(s)).forEach(s -> changed.add(s.level()));
        }

        private void put(String disk, List<Image> images) {
            images.forEach(i -> disks.put(disk, i));
        }

        private boolean inSync(DiskInfo disk) {
            return disks.assemble().groups().stream()
                    .flatMap(g -> g.sets().stream())
                    .flatMap(RaidSet::members)
                    .anyMatch(m -> m.disk().name().equals(disk.name()) && m.state() == State.IN_SYNC);
        }

        /** Metadata are written where metadata were, are, or are looked for, and never over data. */
        private void within(Group t1, CorpusDisks<?> before, String disk, List<Image> images) {
            DiskInfo info = disks.disk(disk);
            var allowed = new ArrayList<Extent>(format.anchors(info));
            for (Reading<?> reading : List.of(before.reading(disk), disks.reading(disk))) {
                if (reading instanceof Reading.Found<?> found) {
                    allowed.addAll(found.extents());
                }
            }
            for (Image image : images) {
                for (long lba = image.lba(); lba < image.extent().end(); lba++) {
                    var sector = new Extent(lba, 1);
                    assertThat(allowed).as("%s of %s", sector, disk).anyMatch(e -> e.contains(sector));
                    assertThat(t1.used(info))
                            .as("data of %s", disk)
                            .noneMatch(d -> d.overlaps(sector) && !AMID_DATA.equals(Map.of(format.name(), sector)));
                }
            }
        }

        private void roles(Delta delta) {
            delta.events(Delta.Event.SpareAdded.class)
                    .forEach(e -> assertThat(disks.assemble().groups().stream()
                                    .flatMap(g -> g.spares().stream())
                                    .map(DiskInfo::name))
                            .contains(e.disk().name()));
            delta.events(Delta.Event.Released.class)
                    .forEach(e -> assertThat(disks.reading(e.disk().name())).isInstanceOf(Reading.Absent.class));
            List<String> used = disks.assemble().groups().stream()
                    .flatMap(g -> g.disks().stream())
                    .map(DiskInfo::name)
                    .toList();
            assertThat(delta.after().stale()).extracting(DiskInfo::name).doesNotContainAnyElementsOf(used);
        }
    }

    /** All that a format can tell of sets: no label, and nothing of an absent disk but its place. */
    private static List<String> told(Group group, Format<?> format) {
        boolean dirtyFlag = format.writer().orElseThrow().abilities().dirtyFlag();
        return group.sets().stream()
                .map(s -> s.level() + " " + s.chunk() + " " + s.size() + " " + resync(s, dirtyFlag) + " "
                        + s.leaves()
                                .map(c -> c instanceof Component.Missing m ? "missing " + m.extent() : c.toString())
                                .toList())
                .toList();
    }

    /** A mirror with one disk in sync has nothing to be made equal. */
    private static String resync(RaidSet set, boolean dirtyFlag) {
        if (set.level() == Level.RAID1
                && set.members().filter(m -> m.state() == State.IN_SYNC).count() < 2) {
            return "-";
        }
        return switch (set.resync()) {
            case CLEAN -> "clean";
            case RESYNCING -> dirtyFlag ? "resyncing" : "owed";
            case DIRTY -> dirtyFlag ? "dirty" : "owed";
        };
    }
}
