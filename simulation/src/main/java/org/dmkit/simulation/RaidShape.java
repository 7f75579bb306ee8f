package org.dmkit.simulation;

/**
 * The sizes of a {@code raid} target.
 *
 * @param chunk sectors; 0 for raid1
 * @param memberSectors used of each member
 */
record RaidShape(RaidLevel level, int members, int chunk, long arraySectors, long memberSectors) {
    /** A position of the members as the status shows it: of the array for raid10, else of a member, in whole chunks. */
    long shown(long memberSector) {
        long whole = chunk == 0 ? memberSector : memberSector - memberSector % chunk;
        return level == RaidLevel.RAID10 ? whole * members / 2 : whole;
    }
}
