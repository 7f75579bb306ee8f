package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Image;

/**
 * What is written on a disk. The copy that is believed comes last, and of each copy its header: while one is torn the other is whole
 * and counts, be it old or new. So the open flag that mdadm sets meanwhile tells nothing more, and a redo record knows no third state.
 */
final class DdfImages {
    private static final int SECTOR = 512;

    private final List<Image> images = new ArrayList<>();

    private DdfImages() {}

    /** The sectors that differ; all of a new disk, the anchor last. */
    static List<Image> of(Optional<DdfDisk> before, DdfDisk after) {
        var disk = new DdfImages();
        after.copies().stream()
                .sorted(Comparator.comparing(
                                (DdfHeader h) -> h.type() == after.active().type())
                        .thenComparing(DdfHeader::type, Comparator.reverseOrder()))
                .forEach(header -> disk.copy(before, after, header));
        if (before.isEmpty()) {
            disk.images.add(new Image(after.anchorLba(), after.anchor().block().toBytes()));
        }
        return List.copyOf(disk.images);
    }

    /** Zeros where the anchor is, as mdadm and FreeBSD have it: without it nobody finds the copies. */
    static List<Image> erased(DdfDisk disk) {
        return List.of(new Image(disk.anchorLba(), new byte[SECTOR]));
    }

    private void copy(Optional<DdfDisk> before, DdfDisk after, DdfHeader header) {
        long lba = after.anchor().lba(header.type());
        if (before.isEmpty()) {
            images.add(new Image(lba + 1, blank(header, after).toBytes()));
        } else {
            Map<Section, Block> old = inStep(before.get(), header.type()) ? sections(before.get()) : Map.of();
            sections(after)
                    .forEach((section, block) ->
                            differing(lba + header.offset(section), Optional.ofNullable(old.get(section)), block));
        }
        images.add(new Image(lba, header.block().toBytes()));
    }

    /** All that is behind the header; logs without entries. */
    private static Block blank(DdfHeader header, DdfDisk disk) {
        long end = header.end();
        Block copy = DdfNewcomer.filled(Block.zeros(Math.toIntExact(end - 1) * SECTOR));
        for (Map.Entry<Section, Block> section : sections(disk).entrySet()) {
            copy = copy.with(Math.toIntExact(header.offset(section.getKey()) - 1) * SECTOR, section.getValue());
        }
        return copy;
    }

    /** True if the copy with a header of this type tells what the one does that was read. */
    private static boolean inStep(DdfDisk disk, int type) {
        return disk.copies().stream()
                .filter(h -> h.type() == type)
                .anyMatch(h -> h.sequence() == disk.active().sequence()
                        && h.open() == disk.active().open()
                        && h.geometry().equals(disk.active().geometry()));
    }

    private static Map<Section, Block> sections(DdfDisk disk) {
        var sections = new EnumMap<Section, Block>(Section.class);
        if (disk.controller().size() > 0) {
            sections.put(Section.CONTROLLER, disk.controller());
        }
        sections.put(Section.PHYSICAL_DISKS, disk.physicalSection());
        sections.put(Section.VIRTUAL_DISKS, disk.virtualSection());
        sections.put(Section.CONFIGURATION, disk.configuration());
        sections.put(Section.DISK_DATA, disk.diskData());
        return sections;
    }

    /** Runs of sectors that are others. */
    private void differing(long lba, Optional<Block> before, Block after) {
        int count = after.size() / SECTOR;
        int from = 0;
        while (from < count) {
            int to = from;
            while (to < count && !isSame(before, after, to)) {
                to++;
            }
            if (to > from) {
                images.add(new Image(
                        lba + from,
                        after.slice(from * SECTOR, (to - from) * SECTOR).toBytes()));
            }
            from = to + 1;
        }
    }

    private static boolean isSame(Optional<Block> before, Block after, int sector) {
        return before.isPresent()
                && before.get().slice(sector * SECTOR, SECTOR).equals(after.slice(sector * SECTOR, SECTOR));
    }
}
