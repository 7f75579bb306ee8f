package org.dmkit.formats;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;

/** Changes cases of a format whose metadata are one sector, or copies of it, and keeps the checksum good. */
public final class ChangedSectors<M> {
    private final Format<M> format;
    private final UnaryOperator<byte[]> checksum;

    /**
     * Of one format.
     *
     * @param checksum makes a changed sector valid
     */
    public ChangedSectors(Format<M> format, UnaryOperator<byte[]> checksum) {
        this.format = format;
        this.checksum = checksum;
    }

    /** Sets bytes in all copies on these disks, which are named with blanks between them. */
    public void set(CorpusDisks<M> c, String disks, int offset, int... bytes) {
        for (String disk : disks.split(" ")) {
            for (Extent copy : ((Reading.Found<M>) c.reading(disk)).extents()) {
                set(c, disk, copy.lba(), offset, bytes);
            }
        }
    }

    /** Sets bytes in one copy. */
    public void set(CorpusDisks<M> c, String disk, long lba, int offset, int... bytes) {
        byte[] sector = c.get(disk, new Extent(lba, 1));
        for (int i = 0; i < bytes.length; i++) {
            sector[offset + i] = (byte) bytes[i];
        }
        c.put(disk, lba, checksum.apply(sector));
    }

    /** The only set, which may be started. */
    public static <M> RaidSet set(CorpusDisks<M> c) {
        List<Group> groups = withSets(c);
        if (groups.size() != 1 || !groups.getFirst().blocked().isEmpty()) {
            throw new AssertionError(groups.size() + " groups, blocked "
                    + groups.stream().map(Group::blocked).toList());
        }
        return groups.getFirst().sets().getFirst();
    }

    /** The code of what keeps the only set from being started. */
    public static <M> String blocked(CorpusDisks<M> c) {
        List<Group> groups = withSets(c);
        if (groups.size() != 1 || groups.getFirst().blocked().size() != 1) {
            throw new AssertionError(groups.size() + " groups, none or several blocked");
        }
        return groups.getFirst().blocked().values().iterator().next().code();
    }

    private static <M> List<Group> withSets(CorpusDisks<M> c) {
        return c.assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
    }

    /** Codes of all findings, on disks and on sets, sorted, each once. */
    public static <M> List<String> codes(CorpusDisks<M> c) {
        return Stream.concat(c.found().stream().flatMap(f -> f.findings().stream()), c.assemble().findings().stream())
                .map(f -> f.code())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Changes every case at random, on one member or alike on all, and asks whether what is made of it is still safe.
     *
     * @param from first byte that means something
     * @param to the first behind those
     * @return how many sets could still be started
     */
    public int survive(int rounds, int from, int to) {
        var random = new Random(20061124);
        int startable = 0;
        for (String name : CorpusDisks.names(format)) {
            CorpusDisks<M> pristine = CorpusDisks.load(format, name);
            List<Reading.Found<M>> found = pristine.found();
            for (int round = 0; round < rounds && !found.isEmpty(); round++) {
                CorpusDisks<M> changed = pristine.copy();
                List<Reading.Found<M>> victims =
                        random.nextBoolean() ? found : List.of(found.get(random.nextInt(found.size())));
                lie(changed, victims, random, from, to);
                try {
                    startable += safe(changed);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(name + " round " + round, e);
                }
            }
        }
        return startable;
    }

    private void lie(CorpusDisks<M> c, List<Reading.Found<M>> victims, Random random, int from, int to) {
        boolean valid = random.nextInt(8) > 0;
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(from, to);
            int kind = random.nextInt(4);
            int value = random.nextInt(256);
            for (Reading.Found<M> victim : victims) {
                for (Extent copy : victim.extents()) {
                    String disk = victim.disk().name();
                    byte[] sector = c.get(disk, copy);
                    sector[at] = switch (kind) {
                        case 0 -> 0;
                        case 1 -> (byte) 0xff;
                        case 2 -> (byte) value;
                        default -> (byte) (sector[at] ^ (1 << (value & 7)));
                    };
                    c.put(disk, copy.lba(), valid ? checksum.apply(sector) : sector);
                }
            }
        }
    }

    private int safe(CorpusDisks<M> c) {
        for (Reading.Found<M> f : c.found()) {
            format.dmraid().orElseThrow().listed(f);
            format.dmraid().orElseThrow().nativeLog(f);
        }
        var assembly = c.assemble();
        SafeAssembly.check(assembly);
        return (int) assembly.groups().stream()
                .filter(g -> !g.sets().isEmpty() && g.blocked().isEmpty())
                .count();
    }
}
