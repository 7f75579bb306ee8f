package org.dmkit.raid.testing;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** Short words for the trees that tests are about. */
public final class Trees {
    private Trees() {}

    public static DiskInfo disk(String name) {
        return disk(name, 1_000_000);
    }

    public static DiskInfo disk(String name, long sectors) {
        return new DiskInfo(name, sectors, 512, "SERIAL-" + name, null, "", null, false);
    }

    public static Component.Member member(String disk, long lba, long count) {
        return new Component.Member(disk(disk), new Extent(lba, count), Component.State.IN_SYNC);
    }

    public static Component.Member rebuilding(String disk, long lba, long count) {
        return member(disk, lba, count).withState(Component.State.REBUILDING);
    }

    public static Component.Missing missing(long lba, long count) {
        return new Component.Missing("gone", new Extent(lba, count), true);
    }

    public static Component.Subset subset(RaidSet set) {
        return new Component.Subset(set);
    }

    public static RaidSet set(String name, Level level, int chunk, long size, Component... components) {
        return new RaidSet(name, "", level, chunk, size, List.of(components), RaidSet.Resync.CLEAN);
    }
}
