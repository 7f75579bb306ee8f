package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.RefusedException;
import org.jspecify.annotations.Nullable;

/** What the writers of several groups have written, as one. Pure. */
public final class Merging {
    private static final int SECTOR = 512;

    private Merging() {}

    /**
     * What must be written, by name of disk, one group's after the other's. Of a disk that one group gives away and another takes,
     * what is erased gives way to what is written.
     */
    public static Map<String, List<Image>> of(List<Delta> deltas, List<Update> updates) throws RefusedException {
        var all = new LinkedHashMap<String, List<Image>>();
        var takers = new LinkedHashMap<String, Group>();
        for (int i = 0; i < deltas.size(); i++) {
            Group after = deltas.get(i).after();
            for (var entry : updates.get(i).images().entrySet()) {
                String disk = entry.getKey();
                boolean takes = after.present().anyMatch(d -> d.name().equals(disk));
                if (takes) {
                    mustBeOnlyIn(after, takers.putIfAbsent(disk, after), disk);
                }
                all.merge(disk, entry.getValue(), (first, second) -> takes ? over(first, second) : over(second, first));
            }
        }
        return all;
    }

    /** What lost disks are told if they answer. */
    public static Map<String, List<Image>> lost(List<Update> updates) {
        var all = new LinkedHashMap<String, List<Image>>();
        updates.forEach(u -> all.putAll(u.lostImages()));
        return all;
    }

    private static void mustBeOnlyIn(Group group, @Nullable Group other, String disk) throws RefusedException {
        if (other != null) {
            throw RefusedException.because(
                    "change.disk-twice",
                    disk + " would be in " + other.name() + " and in " + group.name(),
                    "one group",
                    "take another disk");
        }
    }

    /** What is left of the lower images, sector by sector, then the upper ones. */
    private static List<Image> over(List<Image> lower, List<Image> upper) {
        var both = new ArrayList<Image>();
        for (Image image : lower) {
            for (int sector = 0; sector < image.extent().count(); sector++) {
                long lba = image.lba() + sector;
                if (upper.stream().noneMatch(u -> u.extent().contains(new Extent(lba, 1)))) {
                    both.add(new Image(lba, Arrays.copyOfRange(image.bytes(), sector * SECTOR, (sector + 1) * SECTOR)));
                }
            }
        }
        both.addAll(upper);
        return both;
    }
}
