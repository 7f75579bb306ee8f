package org.dmkit.raid.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;

/** What one format makes of each disk so far. */
final class FormatReadings<M> {
    private final Format<M> format;
    private final Map<DiskInfo, Reading<M>> byDisk = new LinkedHashMap<>();

    FormatReadings(Format<M> format) {
        this.format = format;
    }

    Format<M> format() {
        return format;
    }

    /** Looks at a disk unless that is done; what to read next. */
    List<Extent> look(DiskInfo disk, Sectors read) {
        Reading<M> before = byDisk.get(disk);
        if (before != null && !(before instanceof Reading.Needs<M>)) {
            return List.of();
        }
        Reading<M> now = format.read(disk, read);
        byDisk.put(disk, now);
        return now instanceof Reading.Needs<M> needs ? needs.extents() : List.of();
    }

    /** Of a disk that nobody could read: not this format's. */
    Reading<M> of(DiskInfo disk) {
        return byDisk.getOrDefault(disk, new Reading.Absent<>());
    }

    /** What it can use. */
    Finds<M> finds() {
        var found = new ArrayList<Reading.Found<M>>();
        byDisk.values().forEach(reading -> {
            if (reading instanceof Reading.Found<M> f) {
                found.add(f);
            }
        });
        return new Finds<>(format, found);
    }
}
