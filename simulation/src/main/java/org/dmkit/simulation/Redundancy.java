package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** How a level spreads its data over the members: a md personality, without state of its own. */
interface Redundancy extends RaidMembers.Tolerance {
    /** Sectors of each member that an array of this size uses; negative if the size doesn't divide. */
    long memberSectors(long arraySectors);

    void read(RaidMembers members, Transit transit, long sector, MemorySegment into) throws IOException;

    void write(RaidMembers members, Transit transit, long sector, MemorySegment from) throws IOException;

    /** What this part of a member should hold, made from the others. */
    void reconstruct(RaidMembers members, Transit transit, int slot, long memberSector, MemorySegment into)
            throws IOException;

    /** Makes this part of the members agree. */
    void resync(RaidMembers members, Transit transit, long memberSector, MemorySegment buffer) throws IOException;
}
