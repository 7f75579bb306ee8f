package org.dmkit.raid.change;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;

/** T1 of {@link Change.Create}. */
public final class Creation {
    private Creation() {}

    static Group apply(Change.Create change, Group t0) throws RefusedException {
        mustDiffer(change);
        Group t1 = t0;
        for (DiskInfo disk : change.disks()) {
            t1 = joined(t1, disk);
        }
        for (DiskInfo disk : change.spares()) {
            t1 = new Change.AddSpare(disk).apply(t1);
        }
        RaidSet set = t0.known().place(t0, change.wish(), change.disks()).orElseThrow(() -> notMade(t0.format()));
        if (t0.set(set.name()).isPresent()) {
            throw RefusedException.because("create.name", set.name() + " is there already", "a name of its own", "");
        }
        return t1.withSets(Stream.concat(t0.sets().stream(), Stream.of(set)).toList());
    }

    /** A group may get another set on the disks that it has. */
    private static Group joined(Group group, DiskInfo disk) throws RefusedException {
        if (group.sets().stream().anyMatch(s -> s.member(disk).isPresent())) {
            return group;
        }
        Change.mustBeNew(group, disk);
        return group.joined(disk);
    }

    /** {@link Placement#ground}. */
    public static <M> Group ground(Format<M> format, List<DiskInfo> disks, Placement.Birth birth)
            throws RefusedException {
        return format.writer()
                .flatMap(MetadataWriter::placement)
                .orElseThrow(() -> notMade(format))
                .ground(format, disks, birth);
    }

    private static RefusedException notMade(Format<?> format) {
        return RefusedException.because(
                "create.format",
                format.name() + " sets can't be made",
                "a format in which they can",
                "see: dmkit formats");
    }

    private static void mustDiffer(Change.Create change) throws RefusedException {
        List<DiskInfo> all =
                Stream.concat(change.disks().stream(), change.spares().stream()).toList();
        for (DiskInfo disk : all) {
            if (all.stream().filter(disk::isSame).count() > 1) {
                throw RefusedException.because("create.disk-twice", disk.name() + " twice", "each disk once", "");
            }
        }
    }
}
