package org.dmkit.formats.nvidia;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.dmkit.raid.assemble.Block;

/** The sector of one disk, whose size, vendor and checksum were found right. Sizes are in sectors. */
record NvidiaMetadata(Block block) {
    static final int SIZE = 120;
    /** Bytes of the sector behind the block: nobody knows what for. */
    static final int REST = 512 - SIZE;

    static final int WORDS = 0x08;
    static final int CHECKSUM = 0x0c;
    static final int UNIT_NUMBER = 0x12;
    static final int CAPACITY = 0x14;
    static final int SECTOR_SIZE = 0x18;
    static final int PRODUCT_ID = 0x1c;
    static final int PRODUCT_REVISION = 0x2c;
    static final int UNIT_FLAGS = 0x30;
    static final int SIGNATURE = 0x38;
    static final int JOB_CODE = 0x48;
    static final int STRIPE_WIDTH = 0x49;
    static final int TOTAL_VOLUMES = 0x4a;
    static final int LEVEL = 0x4c;
    static final int CHUNK = 0x50;
    static final int JOB_MARK = 0x68;
    static final int ORIGINAL_LEVEL = 0x6c;
    static final int ORIGINAL_CAPACITY = 0x70;
    static final int FLAGS = 0x74;

    private static final int UNIT_REBUILDING = 0x100;
    private static final int FLAG_ERROR = 2;
    private static final int FLAG_PARITY_VALID = 4;

    int unit() {
        return block.u8(UNIT_NUMBER);
    }

    /** Of the whole set, modulo 2^32; 0 if unknown. */
    long capacity() {
        return block.u32(CAPACITY);
    }

    long sectorSize() {
        return block.u32(SECTOR_SIZE);
    }

    /** What the controller calls the set, FreeBSD the name of the volume; empty if it is no plain text. */
    String productId() {
        String text = block.text(PRODUCT_ID, 16).strip();
        return text.chars().allMatch(c -> c >= ' ' && c <= '~') ? text : "";
    }

    /** This disk is being written from the others; holds even where the job code says that nothing is going on. */
    boolean rebuilding() {
        return (block.i32(UNIT_FLAGS) & UNIT_REBUILDING) != 0;
    }

    NvidiaSignature signature() {
        return new NvidiaSignature(block.slice(SIGNATURE, 16));
    }

    int jobCode() {
        return block.u8(JOB_CODE);
    }

    /** What is going on in the set; empty for a code that nobody knows. */
    Optional<NvidiaJob> job() {
        return NvidiaJob.of(jobCode());
    }

    /** Disks that bear data, without parity and copies. */
    int width() {
        return block.u8(STRIPE_WIDTH);
    }

    int totalVolumes() {
        return block.u8(TOTAL_VOLUMES);
    }

    int levelCode() {
        return block.i32(LEVEL);
    }

    /** Empty for a level that nobody knows how to map. */
    Optional<NvidiaLevel> level() {
        return NvidiaLevel.of(levelCode());
    }

    /** Negative if it does not fit. */
    int chunk() {
        return block.i32(CHUNK);
    }

    /** The set is degraded or offline, as far as this disk was told. */
    boolean error() {
        return (block.i32(FLAGS) & FLAG_ERROR) != 0;
    }

    NvidiaMetadata withUnit(int unit) {
        return new NvidiaMetadata(block.with8(UNIT_NUMBER, unit));
    }

    /** What the controller calls the set: plain text, blanks behind. */
    NvidiaMetadata withProductId(String text) {
        byte[] padded = String.format("%-16.16s", text).getBytes(StandardCharsets.US_ASCII);
        return new NvidiaMetadata(block.with(PRODUCT_ID, Block.copyOf(padded)));
    }

    /** Whether this disk is being written from the others; how far is not told. */
    NvidiaMetadata withRebuilding(boolean rebuilding) {
        return rebuilding == rebuilding()
                ? this
                : new NvidiaMetadata(
                        flag(UNIT_FLAGS, UNIT_REBUILDING, rebuilding).block().with32(JOB_MARK, 0));
    }

    NvidiaMetadata withSignature(NvidiaSignature signature) {
        return new NvidiaMetadata(block.with(SIGNATURE, signature.words()));
    }

    NvidiaMetadata withJob(NvidiaJob job) {
        return new NvidiaMetadata(block.with8(JOB_CODE, job.code()));
    }

    NvidiaMetadata withError(boolean error) {
        return flag(FLAGS, FLAG_ERROR, error);
    }

    NvidiaMetadata withParityValid(boolean valid) {
        return flag(FLAGS, FLAG_PARITY_VALID, valid);
    }

    private NvidiaMetadata flag(int offset, int bit, boolean on) {
        int flags = block.i32(offset);
        return new NvidiaMetadata(block.with32(offset, on ? flags | bit : flags & ~bit));
    }

    /** With what another sector of the disk has where nobody knows what it is for. */
    NvidiaMetadata withRestOf(NvidiaMetadata other) {
        return new NvidiaMetadata(block.with(SIZE, other.block.slice(SIZE, REST)));
    }

    /** With the checksum that its words add up to 0 with. */
    NvidiaMetadata sealed() {
        Block open = block.with32(CHECKSUM, 0);
        int sum = 0;
        for (int at = 0; at < SIZE; at += 4) {
            sum += open.i32(at);
        }
        return new NvidiaMetadata(open.with32(CHECKSUM, -sum));
    }
}
