package org.dmkit.formats.pdc;

import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** The blocks of a new volume, as FreeBSD's graid makes them. */
final class PdcNewSet {
    /** Valid, online, inited, ready. */
    private static final int GOOD = 0x0f;
    /** A mirror has no chunk; graid writes that of a stripe. */
    private static final int USUAL_SHIFT = 7;

    private static final int HEADS = 254;
    private static final int SECTORS_PER_TRACK = 63;

    private PdcNewSet() {}

    /** What every block of today has, whatever it tells of. */
    static PdcBlock blank(long lba) {
        Block block = Block.zeros(PdcBlock.SIZE)
                .with(0, PdcBlock.SIGNATURE)
                .with32(0x18, 0x00020000)
                .with32(PdcBlock.INTEGRITY, PdcBlock.VALID)
                .with8(0x22a, HEADS)
                .with8(0x22b, SECTORS_PER_TRACK)
                .with32(PdcBlock.MAGIC_3, PdcBlock.IDLE)
                .with64(PdcBlock.REBUILD_LBA, PdcBlock.NONE)
                .with32(0x2e0, 0x04010101)
                .with8(0x2ed, 1);
        return new PdcBlock(block, lba);
    }

    /**
     * The block of one member.
     *
     * @param ground with the ids of the volume and of all disks
     */
    static PdcBlock member(RaidSet set, int slot, PdcBlock ground) {
        RaidSet lowest = set.bottomUp().findFirst().orElseThrow();
        int members = (int) set.leaves().count();
        Component.Member member = (Component.Member) set.leaves().toList().get(slot);
        int type = type(set);
        boolean mirror = type == PdcType.RAID1;
        Block block = ground.block()
                .with8(0x21f, type)
                .with8(PdcBlock.TOTAL_DISKS, members)
                .with8(0x221, lowest.chunk() == 0 ? USUAL_SHIFT : Integer.numberOfTrailingZeros(lowest.chunk()))
                .with8(0x222, mirror ? lowest.level().redundant() ? 1 : members / 2 : members)
                .with32(0x224, set.size())
                .with32(PdcBlock.TOTAL_HIGH, set.size() >>> 32)
                .with16(0x228, cylinders(set.size()));
        boolean owed = set.resync() == Resync.RESYNCING;
        return new PdcBlock(block, ground.lba())
                .withStatus(GOOD)
                .inPlace(slot)
                .withData(member.extent().lba(), member.extent().count())
                .withRebuilt(PdcBlock.NONE)
                .withUnderWay(owed ? PdcBlock.RESYNC : PdcBlock.IDLE)
                .withLabel(set.label());
    }

    private static int cylinders(long sectors) {
        return Math.clamp(sectors / ((HEADS + 1) * SECTORS_PER_TRACK) - 1, 0, 0xffff);
    }

    private static int type(RaidSet set) {
        return switch (set.level()) {
            case RAID0 -> PdcType.RAID0;
            case RAID1 -> PdcType.RAID1;
            case RAID5_LEFT_ASYMMETRIC -> PdcType.RAID5;
            default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
        };
    }
}
