package org.dmkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.simulation.Bench.X;
import static org.dmkit.simulation.Bench.hole;
import static org.dmkit.simulation.Bench.raid;
import static org.dmkit.simulation.Bench.random;
import static org.dmkit.simulation.Bench.read;
import static org.dmkit.simulation.Bench.write;
import static org.dmkit.simulation.SimulatedDiskTest.assertErrno;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data through the {@code raid} target: where it lies, and that it survives. */
class RaidDataTest {
    private static final int MEMBER = 2048;

    private final Bench bench = new Bench(7);

    /**
     * MD5 of the first 2048 sectors of each member after a 6.1 kernel wrote sectors that hold their own number in decimal,
     * padded with blanks to 511 characters and ended by a newline, through an array with chunks of 16 sectors.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            raid4 | 4 | 3 | 25630bf19270e21db8ec5143abf34c92 a463899ce8f2b7fc03220923cb427519 fa0bcfab08f11c76b2e698e14e753223 792dd67ae8e86714a6e74ab14f69a0fe
            raid5_la | 4 | 3 | 10709c13959a0522d7ade6430422cfa5 d38163630fda9693f3f660d6f4d7685f 99ddc3726cec20ae650c379b39ce188d 20abb2a018839048cf9be7ea3e75e272
            raid5_ra | 4 | 3 | d59473b59f2a3d297a93b0cbd7dd3bc9 cba589b38b6f9f6ae9963b774d5a0fe6 b1075f632f5ced51dba6bcf094c6171c 4ea4c7cbe23eba3dca354d9239673a1e
            raid5_ls | 4 | 3 | db857c072870c6453bb1c4a3738933c5 fe161a5634f314c565ed7ea0d6eefbee 0e8a0e7f226e709dc8e5a4ab241e3b17 73adfd76977d380ce1af8b1aa3dc2720
            raid5_rs | 4 | 3 | 1843b2b43d5398b3bed9d94bcbbf58ce 01c93844f8b16e8bf1aeaaa8d1b9b5c0 b6be8d03db9bd8579dabfb900d7fe84d 1793f0b3768ad5074167a18f78eeb78e
            raid5_n | 4 | 3 | a463899ce8f2b7fc03220923cb427519 fa0bcfab08f11c76b2e698e14e753223 792dd67ae8e86714a6e74ab14f69a0fe 25630bf19270e21db8ec5143abf34c92
            raid6_zr | 5 | 3 | ca2832b10d797c61eb2385a3e2a469c8 94eae66d3336f796c7b27d726db5c168 77fe9ba21c103c07d963c4301efb5792 27cc09d7a26bdbfc3414ee899b6ca7c8 58dfa0c16c63d2a37bbc82b42f119b6e
            raid6_nr | 5 | 3 | 8dc323a98e20d29a7589cdeb18c9089c 00a220d66d262c3ddb1218341bdb4785 0afb4603bb085da21f367b5b49bc4850 1493b348ef02a2e6d1cb063c486d3619 ae873515d87ad5816267a17a55d80faa
            raid6_nc | 5 | 3 | d8929bcc73f75f4819fb1f83865867b6 45dfe1a27640d960f1ac7bb59a4e17f4 5200848580b12ef3083ad0ffe2ae6bee 8ed3dd8bce1f6415205bbdd6ab1f3461 86597c43ed6c7f59993460ffd732c934
            raid10 | 4 | 2 | cd4b23b2ac54733bb62a35fd91f1c1e7 cd4b23b2ac54733bb62a35fd91f1c1e7 75b3acd27c05548ed9b05861e4bc0b7b 75b3acd27c05548ed9b05861e4bc0b7b
            raid6_zr | 4 | 2 | 6fd92dfdb1e31448f0a3fa7d4869dc68 9c412446fba1654c2e99f58aaf5a26cf a653213037ddc4b48f766a31a4a05130 3ca74bba31db9b88e3cd4135912bc578
            """)
    void membersHoldWhatAKernelPutsThere(String level, int members, int dataMembers, String digests)
            throws IOException, NoSuchAlgorithmException {
        int length = MEMBER * dataMembers;
        bench.create(length, raid(level + " 1 16", bench.slots(members)));
        bench.advanceToTheEnd();
        var content = new StringBuilder();
        for (int i = 0; i < length; i++) {
            content.append(String.format(Locale.ROOT, "%-511d\n", i));
        }
        write(bench.open(), 0, content.toString().getBytes(StandardCharsets.US_ASCII));
        var found = new ArrayList<String>();
        for (int i = 0; i < members; i++) {
            byte[] digest = MessageDigest.getInstance("MD5").digest(read(bench.disks.get(i), 0, MEMBER));
            found.add(HexFormat.of().formatHex(digest));
        }
        assertThat(found).containsExactly(digests.split(" "));
    }

    private DmTarget.Raid table(String level, int members, List<DmTarget.RaidSlot> slots, String more) {
        int count = 1 + (more.isEmpty() ? 0 : more.split(" ").length);
        String chunk = level.equals("raid1") ? "0" : "16";
        return (DmTarget.Raid)
                raid(level + " " + count + " " + chunk + (more.isEmpty() ? "" : " " + more), slots.subList(0, members));
    }

    @ParameterizedTest
    @CsvSource({
        "raid1, 2, 1",
        "raid1, 3, 1",
        "raid10, 4, 2",
        "raid4, 4, 3",
        "raid5_la, 3, 2",
        "raid5_ra, 4, 3",
        "raid5_ls, 5, 4",
        "raid5_rs, 3, 2",
        "raid6_zr, 5, 3",
        "raid6_nr, 4, 2",
        "raid6_nc, 6, 4"
    })
    void nothingIsLostFromLossToRebuild(String level, int members, int dataMembers) throws IOException {
        long length = (long) MEMBER * dataMembers;
        List<DmTarget.RaidSlot> slots = new ArrayList<>(bench.slots(members));
        bench.create(length, table(level, members, slots, ""));
        bench.advanceToTheEnd();
        Disk x = bench.open();
        var model = new Bench.Model(length, 42);
        model.writeSome(x, 60);
        assertThat(model.equalTo(x)).isTrue();

        int lost = 1;
        bench.machine.vanish(bench.disks.get(lost));
        model.writeSome(x, 40);
        assertThat(model.equalTo(x)).isTrue();
        assertThat(bench.status()).contains(" AD");

        slots.set(lost, bench.slot(6));
        bench.swap(X, Table.of(length, table(level, members, slots, "rebuild " + lost)));
        assertThat(model.equalTo(x)).isTrue();
        while (bench.machine.advance(300)) {
            model.writeSome(x, 10);
            assertThat(model.equalTo(x)).isTrue();
        }
        assertThat(bench.status()).contains(" AA").contains(" idle ");
        model.writeSome(x, 40);

        // The rebuilt member alone, or with the fewest others, must hold everything.
        bench.machine.hardware(bench.disks.get(level.equals("raid10") ? 3 : 0)).fail();
        if (level.startsWith("raid6")) {
            bench.machine.hardware(bench.disks.get(2)).fail();
        }
        assertThat(model.equalTo(x)).isTrue();
        model.writeSome(x, 20);
        assertThat(model.equalTo(x)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raid1", "raid5_la"})
    void aDegradedSetServesAllAndIsRebuiltIntoTheHole(String level) throws IOException {
        int members = level.equals("raid1") ? 2 : 3;
        long length = (long) MEMBER * (members - 1);
        List<DmTarget.RaidSlot> slots = new ArrayList<>(bench.slots(members));
        bench.create(length, table(level, members, slots, "nosync"));
        Disk x = bench.open();
        var model = new Bench.Model(length, 1);
        slots.set(0, hole());
        bench.advanceToTheEnd();
        bench.swap(X, Table.of(length, table(level, members, slots, "")));
        model.writeSome(x, 50);
        assertThat(model.equalTo(x)).isTrue();
        slots.set(0, bench.slot(5));
        bench.swap(X, Table.of(length, table(level, members, slots, "rebuild 0")));
        model.writeSome(x, 20);
        bench.advanceToTheEnd();
        bench.machine.hardware(bench.disks.get(1)).fail();
        assertThat(model.equalTo(x)).isTrue();
    }

    @Test
    void copiesAreEqualAfterARebuild() throws IOException {
        bench.create(MEMBER, table("raid1", 2, bench.slots(2), "nosync"));
        Disk x = bench.open();
        var model = new Bench.Model(MEMBER, 3);
        model.writeSome(x, 50);
        bench.swap(X, Table.of(MEMBER, table("raid1", 2, List.of(bench.slot(0), bench.slot(2)), "rebuild 1")));
        bench.machine.advance(700);
        model.writeSome(x, 50);
        bench.advanceToTheEnd();
        assertThat(read(bench.disks.get(2), 0, MEMBER)).isEqualTo(read(bench.disks.get(0), 0, MEMBER));
    }

    @Test
    void aRebuiltMemberIsNotYetFlushedWhenTheRebuildIsDone() throws IOException {
        write(bench.disks.get(0), 0, random(1, MEMBER));
        bench.create(MEMBER, table("raid1", 2, bench.slots(2), "rebuild 1"));
        bench.advanceToTheEnd();
        assertThat(bench.status()).contains("AA").contains("idle");
        assertThat(bench.machine.hardware(bench.disks.get(1)).unflushed()).hasSize(MEMBER);
        bench.disks.get(1).flush();
        assertThat(bench.machine.hardware(bench.disks.get(1)).unflushed()).isEmpty();
    }

    @Test
    void aBadSectorOfTheSourceEndsTheRebuildWithTheMemberNotInSync() throws IOException {
        bench.create(MEMBER, table("raid1", 2, bench.slots(2), "rebuild 1"));
        bench.machine.hardware(bench.disks.get(0)).failReadsAt(new Extent(1500, 1));
        bench.advanceToTheEnd();
        assertThat(bench.status()).isEqualTo("raid1 2 Aa 2048/2048 idle 0 0 -");
    }

    @Test
    void aBadSectorIsReadFromTheOtherCopyAndWrittenAgain() throws IOException {
        bench.create(MEMBER, table("raid1", 2, bench.slots(2), "nosync"));
        Disk x = bench.open();
        write(x, 10, random(1, 1));
        SimulatedDisk first = bench.machine.hardware(bench.disks.get(0));
        first.failReadsAt(new Extent(10, 1));
        assertThat(read(x, 10, 1)).isEqualTo(random(1, 1));
        assertThat(read(first, 10, 1)).isEqualTo(random(1, 1));
        assertThat(bench.status()).contains(" AA ");
    }

    @Test
    void theLastCopyIsNeverDropped() throws IOException {
        bench.create(MEMBER, table("raid1", 2, bench.slots(2), "nosync"));
        Disk x = bench.open();
        bench.machine.hardware(bench.disks.get(0)).fail();
        write(x, 0, random(1, 1));
        bench.machine.hardware(bench.disks.get(1)).fail();
        assertErrno(Errno.EIO, () -> write(x, 0, random(2, 1)));
        assertThat(bench.status()).contains(" DA ");
        bench.machine.hardware(bench.disks.get(1)).restore();
        assertThat(read(x, 0, 1)).isEqualTo(random(1, 1));
    }

    @Test
    void twoLostMembersOfARaid5AreOneTooMany() throws IOException {
        bench.create(2 * MEMBER, table("raid5_la", 3, bench.slots(3), "nosync"));
        Disk x = bench.open();
        bench.machine.hardware(bench.disks.get(0)).fail();
        bench.machine.hardware(bench.disks.get(1)).fail();
        assertErrno(Errno.EIO, () -> write(x, 0, random(1, 64)));
    }

    @Test
    void parityIsMadeByTheFirstSync() throws IOException {
        for (int i = 0; i < 3; i++) {
            write(bench.disks.get(i), 0, random(i, MEMBER));
        }
        bench.create(2 * MEMBER, table("raid5_la", 3, bench.slots(3), ""));
        bench.advanceToTheEnd();
        Disk x = bench.open();
        byte[] before = read(x, 0, 2 * MEMBER);
        bench.machine.hardware(bench.disks.get(2)).fail();
        assertThat(read(x, 0, 2 * MEMBER)).isEqualTo(before);
    }

    @Test
    void stripesAndMirrorsMapAsTheySay() throws IOException {
        bench.create(3L * MEMBER, new DmTarget.Striped(16, List.of(leg(0, 0), leg(1, 8), leg(2, 100))));
        var model = new Bench.Model(3L * MEMBER, 5);
        Disk x = bench.open();
        model.writeSome(x, 80);
        assertThat(model.equalTo(x)).isTrue();
        assertThat(read(bench.disks.get(1), 8, 16)).isEqualTo(read(x, 16, 16));
        assertThat(bench.status()).isEqualTo("3 8:0 8:16 8:32 1 AAA");
        bench.machine.hardware(bench.disks.get(1)).fail();
        assertErrno(Errno.EIO, () -> write(x, 16, random(1, 1)));
        assertThat(bench.status()).isEqualTo("3 8:0 8:16 8:32 1 ADA");
        assertThat(bench.event()).isEqualTo(1);
    }

    private DmTarget.Leg leg(int disk, long offset) {
        return new DmTarget.Leg(bench.disk(disk), offset);
    }

    @Test
    void aMirrorCopiesItsFirstLeg() throws IOException {
        write(bench.disks.get(0), 0, random(7, MEMBER));
        bench.create(MEMBER, new DmTarget.Mirror(512, true, List.of(leg(0, 0), leg(1, 0)), true));
        assertThat(bench.status()).isEqualTo("2 8:0 8:16 0/4 1 AA 1 core");
        bench.machine.advance(512);
        assertThat(bench.status()).isEqualTo("2 8:0 8:16 1/4 1 AA 1 core");
        write(bench.open(), 100, random(8, 1000));
        bench.advanceToTheEnd();
        assertThat(bench.status()).isEqualTo("2 8:0 8:16 4/4 1 AA 1 core");
        assertThat(bench.event()).isEqualTo(1);
        assertThat(read(bench.disks.get(1), 0, MEMBER)).isEqualTo(read(bench.disks.get(0), 0, MEMBER));
    }

    @Test
    void aMirrorThatDoesNotHandleErrorsGoesOnWithoutALegAndWithoutAnEvent() throws IOException {
        bench.create(MEMBER, new DmTarget.Mirror(512, false, List.of(leg(0, 0), leg(1, 0)), false));
        bench.machine.hardware(bench.disks.get(1)).fail();
        write(bench.open(), 0, random(1, 1));
        assertThat(bench.status()).isEqualTo("2 8:0 8:16 3/4 1 AD 1 core");
        assertThat(bench.event()).isZero();
        assertThat(read(bench.open(), 0, 1)).isEqualTo(random(1, 1));
    }

    @Test
    void theRegionOfARaidTableIsKept() throws IOException {
        DmTarget.Raid target = table("raid1", 2, bench.slots(2), "nosync region_size 1024");
        bench.create(MEMBER, target);
        assertThat(target.region()).isEqualTo(OptionalInt.of(1024));
        assertThat(bench.dm.table(X, TableSlot.ACTIVE))
                .hasToString(Table.of(MEMBER, target).toString());
    }
}
