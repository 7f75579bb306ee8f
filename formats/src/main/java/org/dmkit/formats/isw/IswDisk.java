package org.dmkit.formats.isw;

import org.dmkit.raid.assemble.Block;

/**
 * An entry of the disk table.
 *
 * <pre>
 *  0 16 serial            NUL padded, not terminated when 16 long
 * 16  4 total_blocks_lo   size in units
 * 20  4 scsi_id           0xffffffff: not in the machine
 * 24  4 status
 * 28  4 owner_cfg_num
 * 32  4 total_blocks_hi   only with attribute 2TB_DISK
 * 36 12 filler
 * </pre>
 */
record IswDisk(Block block) {
    static final int SIZE = 48;

    static final int SPARE = 0x1;
    static final int CONFIGURED = 0x2;
    static final int FAILED = 0x4;
    static final int USABLE = 0x8;

    /** What Option ROM and dmraid write for a member: every known reader takes it. */
    static final int MEMBER_STATUS = 0x53a;

    /** The same for a spare: dmraid doesn't see one whose only bit is SPARE. */
    static final int SPARE_STATUS = 0x539;

    static final int ABSENT = 0xffff_ffff;

    private static final int SERIAL = 0;
    private static final int TOTAL_LO = 16;
    private static final int SCSI_ID = 20;
    private static final int STATUS = 24;
    private static final int TOTAL_HI = 32;

    static IswDisk of(IswSerial serial, long units, int status) {
        return new IswDisk(Block.zeros(SIZE)
                .with(SERIAL, serial.field())
                .with32(TOTAL_LO, units)
                .with32(TOTAL_HI, units >>> 32)
                .with32(STATUS, status));
    }

    IswSerial serial() {
        return IswSerial.stored(block.slice(SERIAL, IswSerial.LENGTH));
    }

    long total(boolean wide) {
        return wide ? block.u64(TOTAL_LO, TOTAL_HI) : block.u32(TOTAL_LO);
    }

    int status() {
        return block.i32(STATUS);
    }

    boolean has(int bit) {
        return (status() & bit) != 0;
    }

    /** A member that its metadata call usable. */
    boolean good() {
        return has(CONFIGURED) && !has(FAILED);
    }

    /** True if both tell the same of one disk, wherever it is attached. */
    boolean isTheSame(IswDisk other, boolean wide) {
        return serial().equals(other.serial()) && status() == other.status() && total(wide) == other.total(wide);
    }

    IswDisk withoutHighWord() {
        return new IswDisk(block.with32(TOTAL_HI, 0));
    }

    /** Failed while the disk is in the machine: its serial no longer matches, so it can't slip back in. */
    IswDisk failed() {
        IswDisk marked = has(FAILED)
                ? this
                : new IswDisk(block.with(SERIAL, serial().failed().field()));
        return new IswDisk(marked.block.with32(STATUS, status() | FAILED));
    }

    /** Failed because the disk is not in the machine. */
    IswDisk absent() {
        IswDisk failed = failed();
        if (failed.block.i32(SCSI_ID) == ABSENT) {
            return failed;
        }
        return new IswDisk(failed.block
                .with(SERIAL, failed.serial().withoutFirst().field())
                .with32(SCSI_ID, ABSENT));
    }
}
