package org.dmkit.raid.table;

import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;

/** A small device that the table of a set stands on, one slot's. It is made before the table and removed after it. */
public sealed interface Helper {
    DmName name();

    /** The slot of the set that it serves, from 0. */
    int slot();

    default DmUuid uuid() {
        return new DmUuid("DMKIT-" + name());
    }

    /**
     * The metadata device of a slot: a linear mapping of a device in memory, {@link #SECTORS} long.
     *
     * @param superblock what it begins with; zeros behind. Only for a slot whose metadata device is new: one that is in use
     *     already holds what the kernel knows and is taken over as it is
     */
    record Metadata(DmName name, int slot, RaidSuperblock superblock) implements Helper {
        /** Size in sectors: superblock, and a bitmap for members of up to 128 TiB. */
        public static final long SECTORS = 8192;
    }

    /**
     * The data of a member that don't begin at its first sector.
     *
     * @param table one linear line
     */
    record Offset(DmName name, int slot, Table table) implements Helper {}
}
