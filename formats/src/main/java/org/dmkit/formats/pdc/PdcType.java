package org.dmkit.formats.pdc;

/** The types on disk. RAID 1 of four disks and more is RAID 10. */
final class PdcType {
    static final int RAID0 = 0;
    static final int RAID1 = 1;
    /** Not RAID 10, as dmraid has it; and nothing that device-mapper could map. */
    static final int RAID3 = 2;

    static final int RAID5 = 4;
    static final int SPAN = 8;
    static final int JBOD = 16;

    private PdcType() {}

    static boolean known(int type) {
        return switch (type) {
            case RAID0, RAID1, RAID3, RAID5, SPAN, JBOD -> true;
            default -> false;
        };
    }

    static boolean redundant(PdcBlock block) {
        return block.type() == RAID1 || block.type() == RAID5;
    }

    static boolean raid10(PdcBlock block) {
        return block.type() == RAID1 && block.totalDisks() > 3;
    }
}
