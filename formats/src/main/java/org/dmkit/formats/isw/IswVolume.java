package org.dmkit.formats.isw;

import java.util.List;
import java.util.function.UnaryOperator;
import org.dmkit.raid.assemble.Block;
import org.jspecify.annotations.Nullable;

/**
 * A volume ({@code imsm_dev}). While it migrates there are two maps: {@code map0} is what it becomes, {@code map1} what it is.
 *
 * <pre>
 *   0 16 volume name           NUL padded, not terminated when 16 long
 *  16  8 size                  in units
 *  24  4 status
 *  28  4 reserved_blocks
 *  32 18 priority, caches; at 40 the volume's id
 *  50  1 rwh_policy
 *  51 16 jd_serial
 *  80  4 curr_migr_unit_lo     checkpoint
 *  88  1 migr_state            1: two maps
 *  89  1 migr_type             0 init, 1 rebuild, 2 verify, 3 general, 4 state change, 5 repair
 *  90  1 dirty                 bit 0 open for writing, bit 1 partial parity log valid
 *  96  4 curr_migr_unit_hi
 * 112    map0, map1
 * </pre>
 */
record IswVolume(Block head, IswMap map0, @Nullable IswMap map1) {
    static final int HEAD = 112;
    static final int MIGR_STATE = 88;

    static final int INIT = 0;
    static final int REBUILD = 1;
    static final int VERIFY = 2;
    static final int GENERAL = 3;
    static final int STATE_CHANGE = 4;
    static final int REPAIR = 5;

    private static final int NAME_LENGTH = 16;
    private static final int SIZE_LO = 16;
    private static final int SIZE_HI = 20;
    private static final int STATUS = 24;
    private static final int VERIFY_AND_FIX = 0x80;
    /** Of reads and writes: what all writers set in a new volume. */
    private static final int COALESCING = 0xc;

    private static final int ID = 40;
    private static final int RWH_POLICY = 50;
    private static final int NO_PARITY_LOG = 5;
    private static final int UNIT_LO = 80;
    private static final int MIGR_TYPE = 89;
    private static final int DIRTY = 90;
    private static final int UNIT_HI = 96;

    Block name() {
        return head.slice(0, NAME_LENGTH);
    }

    long size() {
        return head.u64(SIZE_LO, SIZE_HI);
    }

    boolean migrating() {
        return map1 != null;
    }

    int migrType() {
        return head.u8(MIGR_TYPE);
    }

    boolean migrating(int type) {
        return migrating() && migrType() == type;
    }

    boolean dirty() {
        return (head.u8(DIRTY) & 1) != 0;
    }

    /** True while redundancy is made good over all members: a first synchronisation, or a verify that repairs. */
    boolean synchronising() {
        return migrating(INIT) || migrating(REPAIR) || (migrating(VERIFY) && (head.u32(STATUS) & VERIFY_AND_FIX) != 0);
    }

    /** True if writes leave a partial parity log: a dirty degraded volume is then good only after that log was applied. */
    boolean partialParityLog() {
        int policy = head.u8(RWH_POLICY);
        return policy == 1 || policy == 3;
    }

    /** The map that says what may be read now. */
    IswMap current() {
        return map1 != null ? map1 : map0;
    }

    IswVolume withDirty(boolean dirty) {
        int flags = head.u8(DIRTY);
        return withHead(head.with8(DIRTY, dirty ? flags | 1 : flags & ~1));
    }

    IswVolume withMaps(UnaryOperator<IswMap> change) {
        return new IswVolume(head, change.apply(map0), map1 == null ? null : change.apply(map1));
    }

    IswVolume withMap0(IswMap map) {
        return new IswVolume(head, map, map1);
    }

    /** Starts a migration from the maps' present state. */
    IswVolume migratingTo(IswMap target, IswMap from, int type) {
        Block h = head.with8(MIGR_STATE, 1)
                .with8(MIGR_TYPE, type)
                .with32(STATUS, head.u32(STATUS) & ~VERIFY_AND_FIX)
                .with32(UNIT_LO, 0)
                .with32(UNIT_HI, 0);
        return new IswVolume(h, target, from);
    }

    /**
     * A volume of disks that have never been used together: what is redundant waits to be synchronised.
     *
     * @param name at most 16 bytes
     * @param size units
     * @param id number in the order of making, from 1
     */
    static IswVolume made(Block name, long size, int id, IswMap map) {
        Block h = Block.zeros(HEAD)
                .with(0, name)
                .with64(SIZE_LO, size)
                .with32(STATUS, COALESCING)
                .with16(ID, id)
                .with8(RWH_POLICY, NO_PARITY_LOG);
        var volume = new IswVolume(h, map, null);
        return map.level() == 0 ? volume : volume.migratingTo(map, map.withState(IswMap.UNINITIALIZED), INIT);
    }

    IswVolume withName(Block name) {
        return withHead(head.with(0, Block.zeros(NAME_LENGTH)).with(0, name));
    }

    /** Starts a repair: redundancy is computed anew over all members. */
    IswVolume repairing() {
        IswVolume v = migratingTo(map0, map0, VERIFY);
        return v.withHead(v.head.with32(STATUS, head.u32(STATUS) | VERIFY_AND_FIX));
    }

    /** The migration is over, {@code map} is what holds. */
    IswVolume settled(IswMap map) {
        Block h = head.with8(MIGR_STATE, 0)
                .with8(MIGR_TYPE, 0)
                .with32(UNIT_LO, 0)
                .with32(UNIT_HI, 0)
                .with32(STATUS, head.u32(STATUS) & ~VERIFY_AND_FIX);
        return new IswVolume(h, map, null);
    }

    boolean uses(int index) {
        return maps().stream().anyMatch(m -> m.uses(index));
    }

    List<IswMap> maps() {
        return map1 == null ? List.of(map0) : List.of(map0, map1);
    }

    private IswVolume withHead(Block newHead) {
        return new IswVolume(newHead, map0, map1);
    }

    Block block() {
        Block b = head.then(map0.block());
        return map1 == null ? b : b.then(map1.block());
    }
}
