package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.scan.Scan;

/** Which sectors are to be erased so that no format finds its metadata on a disk any more, damaged ones too. */
public final class Wiping {
    private final DiskInfo disk;
    private final Scan scan;

    public Wiping(DiskInfo disk, Scan scan) {
        this.disk = disk;
        this.scan = scan;
    }

    /**
     * Zeros for metadata of these formats, the anchors first: without them nothing of the rest counts.
     *
     * @param formats whose signatures are to go; those that the disk doesn't bear don't count
     */
    public List<Image> images(List<Format<?>> formats) throws RefusedException {
        List<String> bears = scan.signatures().getOrDefault(disk.name(), List.of());
        Set<Extent> extents = new LinkedHashSet<>();
        for (Format<?> format : formats) {
            if (bears.contains(format.name())) {
                extents.addAll(format.anchors(disk));
            }
        }
        for (Format<?> format : formats) {
            scan.found().stream()
                    .filter(f -> f.format().equals(format))
                    .flatMap(f -> f.on(disk).stream())
                    .forEach(f -> extents.addAll(f.extents()));
        }
        if (extents.isEmpty()) {
            throw RefusedException.because(
                    "wipe.nothing",
                    disk.name() + " bears no metadata of " + names(formats),
                    "a disk with metadata",
                    "see: dmkit scan");
        }
        return apart(new ArrayList<>(extents)).stream()
                .map(e -> new Image(e.lba(), new byte[Math.toIntExact(e.count()) * 512]))
                .toList();
    }

    private static String names(List<Format<?>> formats) {
        return formats.size() == 1 ? formats.getFirst().name() : "any format";
    }

    /** In the same order, each sector once. */
    private static List<Extent> apart(List<Extent> extents) {
        var once = new ArrayList<Extent>();
        for (Extent extent : extents) {
            long from = extent.lba();
            for (long lba = from; lba <= extent.end(); lba++) {
                long at = lba;
                boolean covered = lba == extent.end() || once.stream().anyMatch(o -> o.contains(new Extent(at, 1)));
                if (covered) {
                    if (lba > from) {
                        once.add(new Extent(from, lba - from));
                    }
                    from = lba + 1;
                }
            }
        }
        return once;
    }

    /** Where sets that could be started have their data on the disk, but for sets of these formats. */
    public List<Extent> data(List<Format<?>> but) {
        return scan.groups().stream()
                .filter(g ->
                        but.stream().noneMatch(f -> f.name().equals(g.format().name())))
                .flatMap(g -> g.sets().stream().filter(s -> starts(g, s)))
                .flatMap(s -> s.member(disk).stream())
                .map(Component.Member::extent)
                .toList();
    }

    private static boolean starts(Group group, RaidSet set) {
        return set.health() != RaidSet.Health.FAILED && !group.blocked().containsKey(set.name());
    }

    /** A disk that a set could be started with is not wiped by accident. */
    public void mustBeOfNoUse() throws RefusedException {
        for (Group group : scan.groups()) {
            for (RaidSet set : group.sets()) {
                if (starts(group, set) && set.member(disk).isPresent()) {
                    throw RefusedException.because(
                            "wipe.member",
                            disk.name() + " is a member of " + set.name(),
                            "a disk that no set could use",
                            "dmkit delete " + set.name() + "; nevertheless: dmkit wipe " + disk.name() + " --force");
                }
            }
        }
    }
}
