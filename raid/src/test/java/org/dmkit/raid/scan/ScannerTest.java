package org.dmkit.raid.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.testing.FakeFormat;
import org.dmkit.raid.testing.MemoryDisk;
import org.junit.jupiter.api.Test;

class ScannerTest {
    private static final int SECTORS = 10_000;
    private static final Format<?> RED = new FakeFormat("red", 1);
    private static final Format<?> BLUE = new FakeFormat("blue", 3000);

    private final MemoryDisk.Reader reader = new MemoryDisk.Reader();

    private static MemoryDisk disk(String name) {
        return new MemoryDisk(name, SECTORS);
    }

    private static MemoryDisk red(String name, String words) {
        return disk(name).put(SECTORS - 1, words);
    }

    private Scan scan(Disk... disks) {
        return Scanner.scan(List.of(disks), reader, List.of(RED, BLUE));
    }

    private static List<String> codes(Scan scan) {
        return scan.findings().stream().map(Finding::code).toList();
    }

    @Test
    void membersOfASetFindEachOther() {
        try (Scan scan = scan(red("sda", "red vol 0"), red("sdb", "red vol 1"))) {
            assertThat(scan.groups()).extracting(Group::name).containsExactly("red_vol");
            assertThat(scan.groups().getFirst().sets().getFirst().health()).isEqualTo(RaidSet.Health.COMPLETE);
            assertThat(scan.findings()).isEmpty();
            assertThat(scan.signatures()).containsEntry("sda", List.of("red"));
        }
    }

    @Test
    void allDisksAreReadInOneBatch() {
        try (Scan scan = scan(red("sda", "red vol 0"), red("sdb", "red vol 1"), disk("sdc"))) {
            assertThat(scan.groups()).hasSize(1);
            assertThat(reader.batches).isEqualTo(1);
            assertThat(reader.requests)
                    .as("head, blue's anchor, tail with red's")
                    .isEqualTo(9);
        }
    }

    @Test
    void whatTheMetadataPointToIsReadInAFurtherRound() {
        try (Scan scan = scan(
                red("sda", "red > 5000").put(5000, "red > 6000").put(6000, "red vol 0"), red("sdb", "red vol 1"))) {
            assertThat(scan.groups().getFirst().disks()).hasSize(2);
            assertThat(reader.batches).isEqualTo(3);
        }
    }

    @Test
    void aDiskThatPointsOnForEverIsGivenUpOn() {
        MemoryDisk endless = red("sda", "red > 4000");
        for (int i = 4000; i < 4100; i++) {
            endless.put(i, "red > " + (i + 1));
        }
        try (Scan scan = scan(endless)) {
            assertThat(codes(scan)).containsExactly("red.unreadable");
            assertThat(scan.findings().getFirst().format()).hasValue("red");
            assertThat(scan.groups()).isEmpty();
        }
    }

    @Test
    void aPointerBeyondTheDiskIsNotFollowed() {
        try (Scan scan = scan(red("sda", "red > 9999999"))) {
            assertThat(codes(scan)).containsExactly("red.unreadable");
        }
    }

    @Test
    void aMissingMemberIsNamedWithItsSlot() {
        try (Scan scan = scan(red("sdb", "red vol 1"))) {
            assertThat(scan.findings()).singleElement().satisfies(f -> {
                assertThat(f.code()).isEqualTo("set.member-missing");
                assertThat(f.format()).isEmpty();
                assertThat(f.field()).hasValue("red_vol slot 0");
                assertThat(f.expected()).isEqualTo("disk gone with data in 100 sectors from 0");
            });
        }
    }

    @Test
    void aStaleMemberIsReported() {
        try (Scan scan = scan(red("sda", "red vol 0"), red("sdb", "red stale vol"))) {
            assertThat(codes(scan)).containsExactly("set.member-stale", "set.member-missing");
        }
    }

    @Test
    void aSetWithoutAnyGoodMemberCanNotStart() {
        try (Scan scan = scan(red("sdb", "red stale vol"))) {
            assertThat(codes(scan)).contains("set.not-startable");
        }
    }

    @Test
    void brokenMetadataDoNotStopTheOthers() {
        try (Scan scan = scan(red("sda", "red vol 0"), red("sdb", "red vol 1"), red("sdc", "red oops"))) {
            assertThat(codes(scan)).containsExactly("red.words");
            assertThat(scan.groups()).hasSize(1);
            assertThat(scan.signatures()).containsEntry("sdc", List.of("red"));
            assertThat(scan.blank()).isEmpty();
        }
    }

    @Test
    void aDiskThatCanNotBeReadDoesNotStopTheOthers() {
        MemoryDisk dead = disk("sdc");
        for (int i = 0; i < SECTORS; i++) {
            dead.withBadSector(i);
        }
        try (Scan scan = scan(red("sda", "red vol 0"), red("sdb", "red vol 1"), dead)) {
            assertThat(codes(scan)).containsExactly("disk.unreadable");
            assertThat(scan.groups()).hasSize(1);
            assertThat(scan.blank()).isEmpty();
            assertThat(scan.tail("sdc")).isEmpty();
        }
    }

    @Test
    void aBadSectorDoesNotHideWhatLiesNearIt() {
        try (Scan scan = scan(red("sda", "red vol 0").withBadSector(SECTORS - 5), red("sdb", "red vol 1"))) {
            assertThat(scan.groups().getFirst().disks()).hasSize(2);
            assertThat(codes(scan)).containsExactly("disk.unreadable");
        }
    }

    @Test
    void aLeftoverOfAnotherFormatLosesToACompleteSet() {
        try (Scan scan = scan(red("sda", "red vol 0").put(SECTORS - 3000, "blue old 0"), red("sdb", "red vol 1"))) {
            assertThat(scan.groups()).extracting(Group::name).containsExactly("red_vol");
            assertThat(scan.findings()).singleElement().satisfies(f -> {
                assertThat(f.code()).isEqualTo("disk.several-formats");
                assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
            });
            assertThat(scan.signatures()).containsEntry("sda", List.of("red", "blue"));
        }
    }

    @Test
    void aDiskThatTwoSetsClaimEquallyIsUsedByNone() {
        try (Scan scan = scan(red("sda", "red vol 0").put(SECTORS - 3000, "blue old 0"))) {
            assertThat(scan.groups()).isEmpty();
            assertThat(codes(scan)).containsExactly("disk.several-formats");
            assertThat(scan.findings().getFirst().severity()).isEqualTo(Finding.Severity.ERROR);
        }
    }

    @Test
    void ofTwoWholeSetsOnTheSameDisksTheFirstFormatIsTaken() {
        try (Scan scan = scan(
                red("sda", "red vol 0").put(SECTORS - 3000, "blue old 0"),
                red("sdb", "red vol 1").put(SECTORS - 3000, "blue old 1"))) {
            assertThat(scan.groups()).extracting(Group::name).containsExactly("red_vol");
            assertThat(scan.findings())
                    .hasSize(2)
                    .allSatisfy(f -> assertThat(f.expected())
                            .isEqualTo("one; taken as red, as dmraid does: nothing tells which is the newer"));
        }
    }

    @Test
    void aDiskOfTwoWholeSetsOnDifferentDisksIsUsedByNone() {
        try (Scan scan = scan(
                red("sda", "red vol 0"),
                red("sdb", "red vol 1").put(SECTORS - 3000, "blue old 0"),
                disk("sdc").put(SECTORS - 3000, "blue old 1"))) {
            assertThat(scan.findings())
                    .filteredOn(f -> f.code().equals("disk.several-formats"))
                    .singleElement()
                    .extracting(Finding::severity)
                    .isEqualTo(Finding.Severity.ERROR);
            assertThat(scan.groups())
                    .allSatisfy(g ->
                            assertThat(g.disks()).extracting(DiskInfo::name).doesNotContain("sdb"));
        }
    }

    @Test
    void aBlankDiskHoldsNothingButZeros() {
        MemoryDisk dos = disk("sdb").put(0, "\0".repeat(510) + "U\u00aa");
        MemoryDisk gpt = disk("sdc").put(1, "EFI PART");
        MemoryDisk text = disk("sdd").put(2, "something else");
        MemoryDisk ext = disk("sde").put(2, "\0".repeat(56) + "S\u00ef");
        MemoryDisk md = disk("sdf").put(8, "\u00fcN+\u00a9");
        try (Scan scan = scan(disk("sda"), dos, gpt, text, ext, md)) {
            assertThat(scan.blank()).extracting(DiskInfo::name).containsExactly("sda");
            assertThat(scan.signatures())
                    .containsEntry("sdb", List.of("dos"))
                    .containsEntry("sdc", List.of("gpt"))
                    .containsEntry("sdd", List.of())
                    .containsEntry("sde", List.of("ext"))
                    .containsEntry("sdf", List.of("md"));
        }
    }

    @Test
    void theTailOfEachDiskIsKept() {
        try (Scan scan = scan(disk("sda").put(SECTORS - 128, "X"))) {
            var tail = scan.tail("sda").orElseThrow();
            assertThat(tail.byteSize()).isEqualTo(128 * 512);
            assertThat(tail.isReadOnly()).isTrue();
            assertThat(tail.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'X');
            assertThat(scan.tail("sdz")).isEmpty();
        }
    }

    @Test
    void aDiskSmallerThanHeadAndTailIsReadToo() {
        try (Scan scan = Scanner.scan(List.of(new MemoryDisk("tiny", 8)), reader, List.of(RED))) {
            assertThat(scan.tail("tiny").orElseThrow().byteSize()).isEqualTo(8 * 512);
            assertThat(scan.blank()).hasSize(1);
        }
    }
}
