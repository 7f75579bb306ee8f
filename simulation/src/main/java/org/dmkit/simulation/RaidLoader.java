package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmTarget.Raid.Sync;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** The constructor of the {@code raid} target (raid_ctr and analyse_superblocks in drivers/md/dm-raid.c). */
final class RaidLoader {
    private static final int FEWEST_CHUNK_SECTORS = 8;

    private final TableLoader.Loading loading;

    RaidLoader(TableLoader.Loading loading) {
        this.loading = loading;
    }

    RaidTarget load(DmTarget.Raid table, long length) throws KernelException {
        RaidLevel level = RaidLevel.of(table.level());
        if (level == null) {
            throw loading.refused(Errno.EINVAL);
        }
        checkParameters(level, table, length);
        int count = table.slots().size();
        int chunk = level == RaidLevel.RAID1 ? 0 : table.chunk();
        Redundancy redundancy = redundancy(level, count, chunk);
        long memberSectors = redundancy.memberSectors(length);
        loading.check(memberSectors > 0);
        var shape = new RaidShape(level, count, chunk, length, memberSectors);
        List<RaidMember> members = members(table, memberSectors);
        checkRedundancy(level, lost(table), count);
        return metadata(members)
                ? withMetadata(shape, redundancy, table, members)
                : without(shape, redundancy, table, members);
    }

    private void checkParameters(RaidLevel level, DmTarget.Raid t, long length) throws KernelException {
        int count = t.slots().size();
        loading.check(count >= level.fewestMembers() && count < Long.SIZE);
        if (level != RaidLevel.RAID1) {
            loading.check(TableLoader.isPowerOfTwo(t.chunk()) && t.chunk() >= FEWEST_CHUNK_SECTORS);
        }
        if (t.region().isPresent()) {
            int region = t.region().getAsInt();
            loading.check(TableLoader.isPowerOfTwo(region) && region <= length);
            loading.check(level == RaidLevel.RAID1 || region >= t.chunk());
        }
        loading.check(t.rebuild().stream().allMatch(r -> r >= 0 && r < count));
        loading.check(t.rebuild().isEmpty() || t.sync() == Sync.DEFAULT);
        loading.check(level.parities() < 2 || t.sync() != Sync.NOSYNC);
    }

    private static Redundancy redundancy(RaidLevel level, int count, int chunk) {
        return switch (level) {
            case RAID1 -> Copies.raid1(count);
            case RAID10 -> Copies.raid10(count, chunk);
            default -> new Parity(level, count, chunk);
        };
    }

    private List<RaidMember> members(DmTarget.Raid t, long memberSectors) throws KernelException {
        var members = new ArrayList<RaidMember>();
        for (DmTarget.RaidSlot slot : t.slots()) {
            boolean hasData = !(slot.data() instanceof DeviceRef.None);
            boolean hasMetadata = !(slot.metadata() instanceof DeviceRef.None);
            loading.check(hasData || !hasMetadata);
            BlockDevice metadata = hasMetadata ? loading.lower(slot.metadata(), 0, 1) : null;
            BlockDevice data = hasData ? loading.lower(slot.data(), 0, memberSectors) : null;
            members.add(new RaidMember(members.size(), metadata, data));
        }
        return members;
    }

    private static Set<Integer> lost(DmTarget.Raid t) {
        var lost = new HashSet<>(t.rebuild());
        for (int i = 0; i < t.slots().size(); i++) {
            if (t.slots().get(i).data() instanceof DeviceRef.None) {
                lost.add(i);
            }
        }
        return lost;
    }

    private void checkRedundancy(RaidLevel level, Set<Integer> lost, int count) throws KernelException {
        switch (level) {
            case RAID1 -> loading.check(lost.size() < count);
            case RAID10 ->
                loading.check(lost.stream().noneMatch(s -> lost.contains((s ^ 1) % count) && (s ^ 1) < count));
            default -> loading.check(lost.size() <= level.parities());
        }
    }

    private static boolean metadata(List<RaidMember> members) {
        return members.stream().anyMatch(m -> m.metadata != null);
    }

    /** Nothing tells whether the members agree: they are taken to, unless {@code sync} is said. */
    private RaidTarget without(RaidShape shape, Redundancy redundancy, DmTarget.Raid t, List<RaidMember> members)
            throws KernelException {
        // raid10 needs a bitmap or superblocks to start (seen on 6.1).
        loading.check(shape.level() != RaidLevel.RAID10);
        t.rebuild().forEach(r -> members.get(r).startRecovery(0));
        long resynced = t.sync() == Sync.SYNC ? 0 : RaidSuperblock.ALL;
        return running(shape, redundancy, members, resynced, 0);
    }

    private RaidTarget withMetadata(RaidShape shape, Redundancy redundancy, DmTarget.Raid t, List<RaidMember> members)
            throws KernelException {
        var superblocks = new ArrayList<@Nullable RaidSuperblock>();
        for (RaidMember member : members) {
            boolean rebuilt = t.rebuild().contains(member.slot);
            superblocks.add(rebuilt || member.metadata == null ? null : superblock(member.metadata));
        }
        @Nullable RaidSuperblock newest = newest(superblocks);
        int fresh = (int) members.stream()
                .filter(m -> m.metadata != null && superblocks.get(m.slot) == null)
                .count();
        int rebuilds = t.rebuild().size();
        // Either the whole set is new, or exactly those that are to be rebuilt are.
        loading.check(fresh == members.size() || fresh == rebuilds);
        t.rebuild().forEach(r -> members.get(r).startRecovery(0));
        if (newest == null) {
            boolean agree =
                    t.sync() == Sync.NOSYNC || (rebuilds > 0 && !shape.level().hasParity());
            return running(shape, redundancy, members, agree ? RaidSuperblock.ALL : 0, 0);
        }
        for (RaidMember member : members) {
            @Nullable RaidSuperblock own = superblocks.get(member.slot);
            if (own != null) {
                checkSame(shape, own, member.slot);
                takeState(member, own, newest);
            }
        }
        long resynced = t.sync() == Sync.NOSYNC ? RaidSuperblock.ALL : newest.resynced();
        return running(shape, redundancy, members, resynced, newest.events());
    }

    private RaidTarget running(
            RaidShape shape, Redundancy redundancy, List<RaidMember> members, long resynced, long events)
            throws KernelException {
        boolean dirty = resynced >= 0 && resynced < shape.memberSectors();
        boolean degraded = members.stream().anyMatch(m -> !m.isInSync());
        if (dirty && degraded && shape.level().hasParity()) {
            // "cannot start dirty degraded array"
            throw loading.refused(Errno.EIO);
        }
        return new RaidTarget(
                shape, redundancy, members, dirty ? resynced : shape.memberSectors(), events, loading.event());
    }

    private static @Nullable RaidSuperblock superblock(BlockDevice metadata) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(RaidSuperblock.BYTES, 4096);
            metadata.read(new Transit(), 0, sector);
            return RaidSuperblock.read(sector);
        } catch (IOException | Held unreadable) {
            return null;
        }
    }

    private static @Nullable RaidSuperblock newest(List<@Nullable RaidSuperblock> superblocks) {
        @Nullable RaidSuperblock newest = null;
        for (@Nullable RaidSuperblock s : superblocks) {
            if (s != null && (newest == null || Long.compareUnsigned(s.events(), newest.events()) > 0)) {
                newest = s;
            }
        }
        return newest;
    }

    /** The kernel would start a reshape or takeover for some of these; none is simulated. */
    private void checkSame(RaidShape shape, RaidSuperblock s, int slot) throws KernelException {
        RaidLevel level = shape.level();
        loading.check(s.members() == shape.members() && s.level() == level.number());
        loading.check(s.layout() == level.layout() && s.chunk() == shape.chunk());
        loading.check(s.position() == slot || level == RaidLevel.RAID1);
    }

    /** A member that was noted as failed is recovered from its start (super_validate). */
    private static void takeState(RaidMember member, RaidSuperblock own, RaidSuperblock newest) {
        if ((newest.failed() & (1L << own.position())) != 0) {
            member.startRecovery(0);
        } else if (own.recovered() != RaidSuperblock.ALL) {
            member.startRecovery(own.recovered());
        }
    }
}
