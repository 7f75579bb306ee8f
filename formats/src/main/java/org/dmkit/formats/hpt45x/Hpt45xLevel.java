package org.dmkit.formats.hpt45x;

/**
 * One of the two arrays that a record describes.
 *
 * @param capacity sectors of the array
 * @param type 0 spare, 3 single disk, 4 span, 5 RAID 0, 6 RAID 1, 7 RAID 3, 8 RAID 5
 * @param members of this array: of the outer of two, how many inner ones
 * @param number the disk's place, of the outer of two the place of its inner array
 * @param status bit 0 need_rebuild, bit 1 raid15
 * @param critical one bit for each member whose data are not good (RAID 5)
 * @param rebuilt sectors of each member that are good; the low word all ones in 31 or 32 bits: all
 */
record Hpt45xLevel(
        long capacity, int type, int members, int number, int shift, int status, int critical, long rebuilt) {
    static final int SPARE = 0;
    static final int SPAN = 4;
    static final int RAID0 = 5;
    static final int RAID1 = 6;
    static final int RAID5 = 8;

    /** All sectors are good, as the vendor's driver writes it. */
    static final long ALL = -1;

    private static final int NEED_REBUILD = 1;

    /** Sectors; 0 if there are none, or the shift is absurd. */
    int chunk() {
        return shift > 0 && shift < 31 ? 1 << shift : 0;
    }

    /** Sectors that each member gives; 0 where the capacity doesn't tell. */
    long perMember() {
        return switch (type) {
            case RAID0 -> capacity / Math.max(1, members);
            case RAID1 -> capacity;
            case RAID5 -> capacity / Math.max(1, members - 1);
            default -> 0;
        };
    }

    boolean needsRebuild() {
        return (status & NEED_REBUILD) != 0;
    }

    boolean raid15() {
        return (status & 2) != 0;
    }

    /** True if members that give this many sectors are not known to be good up to their end. */
    boolean unfinished(long sectors) {
        long low = rebuilt & 0xffff_ffffL;
        return low != 0x7fff_ffffL && low != 0xffff_ffffL && rebuilt < sectors;
    }

    boolean critical(int member) {
        return (critical >> member & 1) != 0;
    }

    Hpt45xLevel withNumber(int newNumber) {
        return new Hpt45xLevel(capacity, type, members, newNumber, shift, status, critical, rebuilt);
    }

    Hpt45xLevel withCritical(int newCritical) {
        return new Hpt45xLevel(capacity, type, members, number, shift, status, newCritical, rebuilt);
    }

    Hpt45xLevel withRebuild(boolean needed, long newRebuilt) {
        int newStatus = needed ? status | NEED_REBUILD : status & ~NEED_REBUILD;
        return new Hpt45xLevel(capacity, type, members, number, shift, newStatus, critical, newRebuilt);
    }
}
