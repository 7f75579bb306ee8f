package org.dmkit.formats.ddf1;

import java.util.Arrays;
import org.dmkit.raid.assemble.Block;

/**
 * An entry of the table of physical disks.
 *
 * <pre>
 *  0 24 PD_GUID              all ones: free
 * 24  4 reference            what records call the disk
 * 28  2 type                 bits
 * 30  2 state                bits
 * 32  8 configured size      sectors that data may use
 * 40 18 path
 * </pre>
 */
record PhysicalDisk(Block block) {
    static final int SIZE = 64;

    /** What no disk can be called: unused, or gone from its slot. */
    static final long NO_REFERENCE = 0xffff_ffffL;

    static final int FORCED_GUID = 0x1;
    static final int PARTICIPATING = 0x2;
    static final int GLOBAL_SPARE = 0x4;
    static final int SPARE = 0x8;
    static final int FOREIGN = 0x10;

    static final int ONLINE = 0x1;
    static final int FAILED = 0x2;
    static final int REBUILDING = 0x4;
    static final int TRANSITION = 0x8;
    static final int PREDICTED = 0x10;
    static final int READ_ERRORS = 0x20;
    static final int MISSING = 0x40;

    private static final int REFERENCE = 24;
    private static final int TYPE = 28;
    private static final int STATE = 30;
    private static final int CONFIGURED = 32;

    /** A free entry; also one that is told nothing of. */
    static final PhysicalDisk FREE = new PhysicalDisk(ones());

    private static Block ones() {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) 0xff);
        return Block.copyOf(bytes);
    }

    /**
     * A disk that nobody else has named, of no type and online.
     *
     * @param guid in the container's byte order
     */
    static PhysicalDisk made(Block guid, long reference, long configured) {
        return new PhysicalDisk(guid.then(FREE.block.slice(DdfGuid.LENGTH, SIZE - DdfGuid.LENGTH))
                .with32(REFERENCE, reference)
                .with16(TYPE, FORCED_GUID)
                .with16(STATE, ONLINE)
                .with64(CONFIGURED, configured));
    }

    static boolean isName(long reference) {
        return reference != 0 && reference != NO_REFERENCE;
    }

    long reference() {
        return block.u32(REFERENCE);
    }

    int state() {
        return block.u16(STATE);
    }

    Block guid() {
        return block.slice(0, DdfGuid.LENGTH);
    }

    /** The same with these bits of the state set, those taken away. */
    PhysicalDisk withState(int set, int cleared) {
        return new PhysicalDisk(block.with16(STATE, (state() & ~cleared) | set));
    }

    /** The same with these bits of the type set, those taken away. */
    PhysicalDisk withType(int set, int cleared) {
        return new PhysicalDisk(block.with16(TYPE, (block.u16(TYPE) & ~cleared) | set));
    }

    /** As mdadm has it: what else it says stays. */
    PhysicalDisk failed() {
        return withState(FAILED, REBUILDING);
    }

    /** True if its data, or what of them is rebuilt, may be used: what a failed or missing disk holds is old. */
    boolean usable() {
        return (state() & ONLINE) != 0 && (state() & (FAILED | MISSING)) == 0;
    }

    boolean rebuilding() {
        return (state() & REBUILDING) != 0;
    }

    /** The type alone does not make a spare: a failed disk that was replaced keeps it. */
    boolean spare() {
        return usable() && (block.u16(TYPE) & (GLOBAL_SPARE | SPARE)) != 0;
    }

    /** Brought from another controller and not yet imported by this one. */
    boolean foreign() {
        return (block.u16(TYPE) & FOREIGN) != 0;
    }

    boolean ailing() {
        return (state() & (PREDICTED | READ_ERRORS)) != 0;
    }

    /** Sectors. Adaptec knows only the low word and leaves the other all ones. */
    long configured() {
        long size = block.i64(CONFIGURED);
        return size >>> 32 == 0xffff_ffffL ? size & 0xffff_ffffL : size;
    }

    /** As findings and empty slots call it. */
    static String label(long reference) {
        return String.format("%08X", reference);
    }
}
