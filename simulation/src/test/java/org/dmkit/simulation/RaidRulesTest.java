package org.dmkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.simulation.Bench.X;
import static org.dmkit.simulation.Bench.hole;
import static org.dmkit.simulation.Bench.raid;
import static org.dmkit.simulation.Bench.random;
import static org.dmkit.simulation.Bench.write;
import static org.dmkit.simulation.SimulatedDiskTest.assertErrno;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which {@code raid} tables a kernel 6.1 takes, and what it then says. */
class RaidRulesTest {
    private static final long N = 4096;

    private final Bench bench = new Bench(6);

    @BeforeEach
    void create() throws IOException {
        bench.dm.create(X, DmUuid.NONE);
    }

    private void refused(int errno, long length, DmTarget target) {
        assertErrno(errno, () -> bench.dm.load(X, Table.of(length, target), false));
    }

    private void start(long length, DmTarget target) throws IOException {
        bench.dm.load(X, Table.of(length, target), false);
        bench.dm.resume(X);
    }

    private DmTarget.RaidSlot bare(int disk) {
        return new DmTarget.RaidSlot(DeviceRef.NONE, bench.disk(disk));
    }

    @Test
    void aNewSetResyncsUnlessToldNotTo() throws IOException {
        start(N, raid("raid1 1 0", bench.slots(2)));
        assertThat(bench.status()).isEqualTo("raid1 2 aa 0/4096 resync 0 0 -");
        bench.advanceToTheEnd();
        assertThat(bench.status()).isEqualTo("raid1 2 AA 4096/4096 idle 0 0 -");
        assertThat(bench.event()).isEqualTo(1);
        start(N, raid("raid1 2 0 nosync", bench.slots(2)));
        assertThat(bench.status()).isEqualTo("raid1 2 AA 4096/4096 idle 0 0 -");
    }

    @Test
    void withoutMetadataNothingIsSyncedUnlessAsked() throws IOException {
        start(N, raid("raid1 1 0", List.of(bare(0), bare(1))));
        assertThat(bench.status()).isEqualTo("raid1 2 AA 4096/4096 idle 0 0 -");
        start(2 * N, raid("raid5_la 1 128", List.of(bare(0), hole(), bare(2))));
        assertThat(bench.status()).isEqualTo("raid5_la 3 A-A 4096/4096 idle 0 0 -");
        start(2 * N, raid("raid5_la 3 128 rebuild 1", List.of(bare(0), bare(1), bare(2))));
        assertThat(bench.status()).isEqualTo("raid5_la 3 AaA 0/4096 recover 0 0 -");
    }

    @Test
    void progressCountsWholeChunksAndForRaid10TheArray() throws IOException {
        start(2 * N - 2, raid("raid5_la 2 128 nosync", List.of(bare(0), bare(1), bare(2))));
        assertThat(bench.status()).isEqualTo("raid5_la 3 AAA 3968/3968 idle 0 0 -");
        start(2 * N, raid("raid10 2 128 nosync", bench.slots(4)));
        assertThat(bench.status()).isEqualTo("raid10 4 AAAA 8192/8192 idle 0 0 -");
    }

    @Test
    void sizesMustDivideAndFit() {
        refused(Errno.EINVAL, 2 * N - 1, raid("raid5_la 2 128 nosync", List.of(bare(0), bare(1), bare(2))));
        refused(Errno.EINVAL, 4 * N, raid("raid5_la 2 128 nosync", List.of(bare(0), bare(1), bare(2))));
        refused(Errno.EINVAL, N + 1, raid("raid1 2 0 nosync", List.of(bare(0), bare(1))));
    }

    @Test
    void chunksAndRegionsArePowersOfTwoAndTheRegionIsNotSmallerThanTheChunk() throws IOException {
        var slots = List.of(bare(0), bare(1), bare(2));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 2 100 nosync", slots));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 2 4 nosync", slots));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 4 128 nosync region_size 64", slots));
        bench.dm.load(X, Table.of(2 * N, raid("raid5_la 4 128 nosync region_size 128", slots)), false);
    }

    @Test
    void eachLevelNeedsItsMembers() throws IOException {
        refused(Errno.EINVAL, N, raid("raid6_zr 2 128 sync", List.of(bare(0), bare(1), bare(2))));
        refused(Errno.EINVAL, N, raid("raid1 2 0 nosync", List.of(hole(), hole())));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 2 128 nosync", List.of(bare(0), hole(), hole())));
        refused(Errno.EINVAL, 2 * N, raid("raid10 2 128 nosync", List.of(bare(0), bare(1), bare(2), bare(3))));
        refused(
                Errno.EINVAL,
                N,
                raid("raid1 2 0 nosync", List.of(bare(0), new DmTarget.RaidSlot(bench.newMetadata(), DeviceRef.NONE))));
        refused(Errno.EINVAL, N, raid("raid7 2 0 nosync", List.of(bare(0), bare(1))));
    }

    @Test
    void raid6RefusesNosync() throws IOException {
        refused(Errno.EINVAL, 2 * N, raid("raid6_zr 2 128 nosync", bench.slots(4)));
    }

    @Test
    void rebuildExcludesSyncAndNosyncAndNeedsASource() throws IOException {
        refused(Errno.EINVAL, N, raid("raid1 4 0 nosync rebuild 1", bench.slots(2)));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 4 128 sync rebuild 1", bench.slots(3)));
        refused(Errno.EINVAL, N, raid("raid1 5 0 rebuild 0 rebuild 1", bench.slots(2)));
    }

    @Test
    void aNewMirrorCanRebuildAMemberAtOnceButParityCannot() throws IOException {
        start(N, raid("raid1 3 0 rebuild 1", bench.slots(2)));
        assertThat(bench.status()).isEqualTo("raid1 2 Aa 0/4096 recover 0 0 -");
        bench.advanceToTheEnd();
        assertThat(bench.status()).isEqualTo("raid1 2 AA 4096/4096 idle 0 0 -");
        assertThat(bench.event()).isEqualTo(1);
        refused(Errno.EIO, 2 * N, raid("raid5_la 3 128 rebuild 1", bench.slots(3)));
    }

    @Test
    void aHoleNeedsSuperblocksOnTheOthers() throws IOException {
        refused(Errno.EINVAL, N, raid("raid1 2 0 nosync", List.of(bench.slot(0), hole())));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 2 128 nosync", List.of(bench.slot(0), hole(), bench.slot(2))));
        List<DmTarget.RaidSlot> slots = bench.slots(3);
        start(2 * N, raid("raid5_la 2 128 nosync", slots));
        start(2 * N, raid("raid5_la 1 128", List.of(slots.get(0), hole(), slots.get(2))));
        assertThat(bench.status()).isEqualTo("raid5_la 3 A-A 4096/4096 idle 0 0 -");
    }

    @Test
    void aNewMemberAmongOldOnesMustBeRebuilt() throws IOException {
        List<DmTarget.RaidSlot> slots = bench.slots(2);
        start(N, raid("raid1 2 0 nosync", slots));
        List<DmTarget.RaidSlot> replaced = List.of(slots.get(0), bench.slot(2));
        refused(Errno.EINVAL, N, raid("raid1 1 0", replaced));
        start(N, raid("raid1 3 0 rebuild 1", replaced));
        assertThat(bench.status()).isEqualTo("raid1 2 Aa 0/4096 recover 0 0 -");
    }

    @Test
    void superblocksOfAnotherShapeAreRefused() throws IOException {
        List<DmTarget.RaidSlot> slots = bench.slots(3);
        start(2 * N, raid("raid5_la 2 128 nosync", slots));
        refused(Errno.EINVAL, 2 * N, raid("raid5_ls 1 128", slots));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 1 64", slots));
        refused(Errno.EINVAL, 2 * N, raid("raid5_la 1 128", List.of(slots.get(1), slots.get(0), slots.get(2))));
    }

    @Test
    void aMemberNotedAsFailedIsRecoveredWhenItComesBack() throws IOException {
        List<DmTarget.RaidSlot> slots = bench.slots(2);
        start(N, raid("raid1 2 0 nosync", slots));
        bench.machine.hardware(bench.disks.get(1)).fail();
        write(bench.open(), 0, random(1, 1));
        assertThat(bench.status()).isEqualTo("raid1 2 AD 4096/4096 idle 0 0 -");
        assertThat(bench.event()).isEqualTo(1);
        bench.machine.hardware(bench.disks.get(1)).restore();
        start(N, raid("raid1 1 0", slots));
        assertThat(bench.status()).isEqualTo("raid1 2 Aa 0/4096 recover 0 0 -");
    }

    @Test
    void aRebuildGoesOnWhereTheSuperblockSays() throws IOException {
        List<DmTarget.RaidSlot> slots = bench.slots(2);
        start(N, raid("raid1 3 0 rebuild 1", slots));
        bench.machine.advance(1024);
        start(N, raid("raid1 1 0", slots));
        assertThat(bench.status()).isEqualTo("raid1 2 Aa 1024/4096 recover 0 0 -");
    }

    @Test
    void messagesFreezeAndLetGoOn() throws IOException {
        start(N, raid("raid1 3 0 rebuild 1", bench.slots(2)));
        bench.dm.message(X, 0, "frozen");
        assertThat(bench.machine.advance(1024)).isFalse();
        bench.dm.message(X, 0, "idle");
        assertThat(bench.machine.advance(1024)).isTrue();
        assertErrno(Errno.EBUSY, () -> bench.dm.message(X, 0, "resync"));
        assertErrno(Errno.EINVAL, () -> bench.dm.message(X, 0, "bogus"));
    }

    @Test
    void theSuperblockIsTheKernels() throws IOException {
        // Read from a metadata device of a 6.1 kernel after its raid1 of 65536 sectors had lost slot 1; events differ.
        var superblock = new RaidSuperblock(2, 0, 0x19, 2, -1, -1, 1, 0, 0);
        byte[] expected = new byte[512];
        byte[] head = HexFormat.of()
                .parseHex("446d5264010000000200000000000000"
                        + "19000000000000000200000000000000"
                        + "ffffffffffffffffffffffffffffffff"
                        + "01000000000000000000000000000000"
                        + "ffffffffffffffff0100000000000000"
                        + "00000000000000000000010000000000"
                        + "00000000000000000000000000000000"
                        + "0000010000000000");
        System.arraycopy(head, 0, expected, 0, head.length);
        byte[] written = new byte[512];
        var segment = MemorySegment.ofArray(written);
        superblock.write(segment, 65536, 65536);
        assertThat(written).isEqualTo(expected);
        assertThat(RaidSuperblock.read(segment)).isEqualTo(superblock);
    }
}
