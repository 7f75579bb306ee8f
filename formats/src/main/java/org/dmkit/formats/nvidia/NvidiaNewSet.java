package org.dmkit.formats.nvidia;

import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** The blocks of a new set. */
final class NvidiaNewSet {
    /** A mirror has one too: its capacity is a multiple of it. */
    static final int MIRROR_CHUNK = 128;

    private static final int ARRAY_VERSION = 0x34;
    private static final int ORIGINAL_WIDTH = 0x4b;
    private static final int CHUNK_BYTES = 0x54;
    private static final int CHUNK_POWER = 0x58;
    private static final int CHUNK_MASK = 0x5c;
    private static final int STRIPE = 0x60;
    private static final int STRIPE_BYTES = 0x64;
    private static final int SECTOR = 512;

    private NvidiaNewSet() {}

    /** What does not depend on the set. Bytes that nobody knows are set, as the vendor has them. */
    static NvidiaMetadata ground(NvidiaSignature signature) {
        Block block = Block.zeros(NvidiaMetadata.SIZE);
        for (int i = 0; i < NvidiaMetadata.REST; i++) {
            block = block.then(Block.zeros(1).with8(0, 0xff));
        }
        return new NvidiaMetadata(block.with(0, NvidiaReader.VENDOR)
                        .with32(NvidiaMetadata.WORDS, NvidiaMetadata.SIZE / 4)
                        .with16(0x10, 100)
                        .with8(0x13, 0xff)
                        .with32(NvidiaMetadata.SECTOR_SIZE, SECTOR)
                        .with(NvidiaMetadata.PRODUCT_REVISION, NvidiaReader.ascii("100"))
                        .with32(ARRAY_VERSION, 0x640044))
                .withSignature(signature);
    }

    /** The block of one member. */
    static NvidiaMetadata member(RaidSet set, int slot, NvidiaMetadata ground) {
        NvidiaLevel level = level(set);
        int members = (int) set.leaves().count();
        int width = width(level, members);
        int chunk = set.bottomUp().mapToInt(RaidSet::chunk).max().orElse(0);
        chunk = chunk == 0 ? MIRROR_CHUNK : chunk;
        Block block = ground.block()
                .with32(NvidiaMetadata.CAPACITY, set.size())
                .with8(NvidiaMetadata.STRIPE_WIDTH, width)
                .with8(NvidiaMetadata.TOTAL_VOLUMES, members)
                .with8(ORIGINAL_WIDTH, width)
                .with32(NvidiaMetadata.LEVEL, level.code())
                .with32(NvidiaMetadata.CHUNK, chunk)
                .with32(CHUNK_BYTES, (long) chunk * SECTOR)
                .with32(CHUNK_POWER, Integer.numberOfTrailingZeros(chunk))
                .with32(CHUNK_MASK, chunk - 1)
                .with32(STRIPE, (long) chunk * width)
                .with32(STRIPE_BYTES, (long) chunk * width * SECTOR)
                .with32(NvidiaMetadata.ORIGINAL_LEVEL, level.code())
                .with32(NvidiaMetadata.ORIGINAL_CAPACITY, set.size());
        boolean owed = set.resync() == Resync.RESYNCING;
        return new NvidiaMetadata(block)
                .withUnit(slot)
                .withProductId(set.label())
                .withJob(owed ? NvidiaJob.SYNC : NvidiaJob.IDLE)
                .withParityValid(level == NvidiaLevel.RAID5 && !owed)
                .sealed();
    }

    private static NvidiaLevel level(RaidSet set) {
        return switch (set.level()) {
            case RAID0 -> NvidiaLevel.RAID0;
            case RAID1 ->
                set.components().getFirst() instanceof Component.Subset ? NvidiaLevel.RAID01 : NvidiaLevel.RAID1;
            case RAID5_LEFT_SYMMETRIC -> NvidiaLevel.RAID5;
            default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
        };
    }

    /** Disks' worth of data. */
    private static int width(NvidiaLevel level, int members) {
        return switch (level) {
            case JBOD, RAID0 -> members;
            case RAID1, RAID01 -> members / 2;
            case RAID5, RAID5_ASYMMETRIC, RAID3 -> members - 1;
        };
    }
}
