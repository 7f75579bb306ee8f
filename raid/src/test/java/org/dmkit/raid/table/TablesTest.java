package org.dmkit.raid.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.Trees.member;
import static org.dmkit.raid.testing.Trees.missing;
import static org.dmkit.raid.testing.Trees.rebuilding;
import static org.dmkit.raid.testing.Trees.set;
import static org.dmkit.raid.testing.Trees.subset;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The expected lines are those of dmraid and the kernel (corpus, right-tables.txt) where a comment names the case. */
class TablesTest {
    private static List<MappedDevice> devices(RaidSet set, Profile profile) {
        return Tables.of(set, profile, d -> DeviceRef.ofPath(d.name()));
    }

    private static List<String> lines(RaidSet set, Profile profile) {
        var lines = new ArrayList<String>();
        for (MappedDevice device : devices(set, profile)) {
            for (Helper helper : device.helpers()) {
                if (helper instanceof Helper.Offset o) {
                    add(lines, o.name() + ": ", o.table());
                }
            }
            add(lines, device.name() + ": ", device.table());
        }
        return lines;
    }

    private static void add(List<String> lines, String prefix, Table table) {
        table.lines().forEach(l -> lines.add(prefix + l.toString().replace("/dev/mapper/", "")));
    }

    @Nested
    class Classic {
        private List<String> classic(RaidSet set) {
            return lines(set, Profile.CLASSIC);
        }

        @Test
        void raid0IsStriped() { // isw/raid0-2disk-64k
            assertThat(classic(set(
                            "isw_bcdefghija_Vol0",
                            Level.RAID0,
                            128,
                            819200,
                            member("sda", 0, 409600),
                            member("sdb", 0, 409600))))
                    .containsExactly("isw_bcdefghija_Vol0: 0 819200 striped 2 128 sda 0 sdb 0");
        }

        @Test
        void raid0OfOneMemberIsLinear() {
            assertThat(classic(set("s", Level.RAID0, 128, 1000, member("sda", 10, 1000))))
                    .containsExactly("s: 0 896 linear sda 10");
        }

        @Test
        void raid0EndsWithTheLastWholeStripeOfItsShortestMember() {
            assertThat(classic(set("s", Level.RAID0, 128, 819200, member("sda", 0, 409600), member("sdb", 10, 1000))))
                    .containsExactly("s: 0 1792 striped 2 128 sda 0 sdb 10");
        }

        @Test
        void raid0EndsWithTheLastWholeStripeOfTheSet() {
            assertThat(classic(set("s", Level.RAID0, 128, 1000, member("sda", 0, 409600), member("sdb", 0, 409600))))
                    .containsExactly("s: 0 768 striped 2 128 sda 0 sdb 0");
        }

        @Test
        void aConcatenationFollowsItsMembers() { // ddf1/concat-3-unequal
            assertThat(classic(set(
                            "ddf1_vol",
                            Level.LINEAR,
                            0,
                            333104,
                            member("sda", 0, 98304),
                            member("sdb", 0, 106496),
                            member("sdc", 0, 128304))))
                    .containsExactly(
                            "ddf1_vol: 0 98304 linear sda 0",
                            "ddf1_vol: 98304 106496 linear sdb 0",
                            "ddf1_vol: 204800 128304 linear sdc 0");
        }

        @Test
        void aConcatenationStopsAtTheSizeOfTheSet() {
            assertThat(classic(set("s", Level.LINEAR, 0, 120, member("sda", 5, 100), member("sdb", 7, 100))))
                    .containsExactly("s: 0 100 linear sda 5", "s: 100 20 linear sdb 7");
        }

        @Test
        void raid1IsAMirror() { // isw/raid1-2disk
            assertThat(classic(set(
                            "isw_h_mirror",
                            Level.RAID1,
                            128,
                            409600,
                            member("sda", 0, 409600),
                            member("sdb", 0, 409600))))
                    .containsExactly("isw_h_mirror: 0 409600 mirror core 2 256 nosync 2 sda 0 sdb 0 1 handle_errors");
        }

        @Test
        void theRegionGrowsWithTheMirror() { // isw/mdadm-create-raid1-3tib
            assertThat(classic(set(
                            "isw_dhhchiacch_big",
                            Level.RAID1,
                            128,
                            6442438656L,
                            member("sdb", 0, 6442438656L),
                            member("sda", 0, 6442438656L))))
                    .containsExactly(
                            "isw_dhhchiacch_big: 0 6442438656 mirror core 2 131072 nosync 2 sdb 0 sda 0 1 handle_errors");
        }

        @Test
        void aRebuildingMemberOfAMirrorIsNeverTheSource() { // isw/raid1-rebuilding-slot0
            assertThat(classic(set(
                            "isw_edjaebbab_reb",
                            Level.RAID1,
                            128,
                            409600,
                            rebuilding("sda", 0, 409600),
                            member("sdb", 0, 409600))))
                    .containsExactly(
                            "isw_edjaebbab_reb: 0 409600 mirror core 2 256 sync 2 sdb 0 sda 0 1 handle_errors");
        }

        @Test
        void aMirrorThatOwesAResyncCopiesItsFirstLeg() {
            assertThat(classic(set("s", Level.RAID1, 0, 409600, member("sda", 0, 409600), member("sdb", 0, 409600))
                            .withResync(RaidSet.Resync.RESYNCING)))
                    .containsExactly("s: 0 409600 mirror core 2 256 sync 2 sda 0 sdb 0 1 handle_errors");
        }

        /** The real dmraid's table of ddf1/raid1-3 without its first disk. */
        @Test
        void whatIsLeftOfAMirrorOfThreeIsCopied() {
            assertThat(classic(set(
                            "ddf1_vol",
                            Level.RAID1,
                            0,
                            98304,
                            missing(0, 98304),
                            member("sdb", 0, 98304),
                            member("sdc", 0, 98304))))
                    .containsExactly("ddf1_vol: 0 98304 mirror core 2 64 sync 2 sdb 0 sdc 0 1 handle_errors");
        }

        @Test
        void theLastMemberOfAMirrorIsLinear() { // isw/raid1-degraded-marked, with an offset
            assertThat(classic(set("s", Level.RAID1, 0, 409600, missing(64, 409600), member("sdb", 64, 409600))))
                    .containsExactly("s: 0 409600 linear sdb 64");
        }

        @Test
        void raid10StripesOverMirrorsAndGoesOnWithoutALeg() { // isw/raid10-one-absent
            RaidSet first =
                    set("isw_edjaebbab_ten-0", Level.RAID1, 0, 409600, member("sda", 0, 409600), missing(0, 409600));
            RaidSet second = set(
                    "isw_edjaebbab_ten-1", Level.RAID1, 0, 409600, member("sdb", 0, 409600), member("sdc", 0, 409600));
            assertThat(classic(set("isw_edjaebbab_ten", Level.RAID0, 128, 819200, subset(first), subset(second))))
                    .containsExactly(
                            "isw_edjaebbab_ten-0: 0 409600 linear sda 0",
                            "isw_edjaebbab_ten-1: 0 409600 mirror core 2 256 nosync 2 sdb 0 sdc 0 1 handle_errors",
                            "isw_edjaebbab_ten: 0 819200 striped 2 128 isw_edjaebbab_ten-0 0 isw_edjaebbab_ten-1 0");
        }

        @Test
        void raid01MirrorsStripes() { // via/raid01-4disk
            RaidSet first = set(
                    "via_bbhehjjjei-0", Level.RAID0, 128, 409344, member("sda", 0, 204799), member("sdb", 0, 204799));
            RaidSet second = set(
                    "via_bbhehjjjei-1", Level.RAID0, 128, 409344, member("sdc", 0, 204799), member("sdd", 0, 204799));
            assertThat(classic(set("via_bbhehjjjei", Level.RAID1, 0, 409344, subset(first), subset(second))))
                    .containsExactly(
                            "via_bbhehjjjei-0: 0 409344 striped 2 128 sda 0 sdb 0",
                            "via_bbhehjjjei-1: 0 409344 striped 2 128 sdc 0 sdd 0",
                            "via_bbhehjjjei: 0 409344 mirror core 2 256 nosync 2 via_bbhehjjjei-0 0 via_bbhehjjjei-1 0 1 handle_errors");
        }

        @Test
        void raid01GoesOnWithoutAWholeStripe() {
            RaidSet first = set("s-0", Level.RAID0, 128, 409344, member("sda", 0, 204799), missing(0, 204799));
            RaidSet second = set("s-1", Level.RAID0, 128, 409344, member("sdc", 0, 204799), member("sdd", 0, 204799));
            assertThat(classic(set("s", Level.RAID1, 0, 409344, subset(first), subset(second))))
                    .containsExactly("s-1: 0 409344 striped 2 128 sdc 0 sdd 0", "s: 0 409344 linear s-1 0");
        }

        @Test
        void raid5IsTheRaidTargetWithoutMetadataDevices() { // isw/raid5-3disk-16k
            assertThat(classic(set(
                            "isw_edjaebbab_five16",
                            Level.RAID5_LEFT_ASYMMETRIC,
                            32,
                            819200,
                            member("sda", 0, 409600),
                            member("sdb", 0, 409600),
                            member("sdc", 0, 409600))))
                    .containsExactly(
                            "isw_edjaebbab_five16: 0 819200 raid raid5_la 4 32 nosync region_size 256 3 - sda - sdb - sdc");
        }

        @Test
        void theRegionIsNeverSmallerThanTheChunk() { // isw/raid5-6disk-128k
            assertThat(classic(set(
                            "isw_edjaebbab_five128",
                            Level.RAID5_LEFT_ASYMMETRIC,
                            256,
                            2048000,
                            member("sda", 0, 409600),
                            member("sdb", 0, 409600),
                            member("sdc", 0, 409600),
                            member("sdd", 0, 409600),
                            member("sde", 0, 409600),
                            member("sdf", 0, 409600))))
                    .containsExactly("isw_edjaebbab_five128: 0 2048000 raid raid5_la 4 256 nosync region_size 256 6"
                            + " - sda - sdb - sdc - sdd - sde - sdf");
            assertThat(classic(set(
                            "s",
                            Level.RAID5_LEFT_SYMMETRIC,
                            2048,
                            819200,
                            member("sda", 0, 409600),
                            member("sdb", 0, 409600),
                            member("sdc", 0, 409600))))
                    .containsExactly("s: 0 819200 raid raid5_ls 4 2048 nosync region_size 2048 3 - sda - sdb - sdc");
        }

        @Test
        void raid5AtAnOffsetStandsOnLinearDevices() { // isw/matrix-raid0-raid5-offset
            assertThat(classic(set(
                            "isw_edjaebbab_five",
                            Level.RAID5_LEFT_ASYMMETRIC,
                            128,
                            409600,
                            member("sda", 143360, 204800),
                            member("sdb", 143360, 204800),
                            member("sdc", 143360, 204800))))
                    .containsExactly(
                            "isw_edjaebbab_five_rimage_0: 0 204800 linear sda 143360",
                            "isw_edjaebbab_five_rimage_1: 0 204800 linear sdb 143360",
                            "isw_edjaebbab_five_rimage_2: 0 204800 linear sdc 143360",
                            "isw_edjaebbab_five: 0 409600 raid raid5_la 4 128 nosync region_size 128 3"
                                    + " - isw_edjaebbab_five_rimage_0 - isw_edjaebbab_five_rimage_1 - isw_edjaebbab_five_rimage_2");
        }

        @Test
        void aMissingMemberOfRaid5IsAHole() { // isw/raid5-degraded-marked
            assertThat(classic(set(
                            "isw_edjaebbab_gone",
                            Level.RAID5_LEFT_ASYMMETRIC,
                            128,
                            819200,
                            member("sda", 0, 409600),
                            missing(0, 409600),
                            member("sdb", 0, 409600))))
                    .containsExactly(
                            "isw_edjaebbab_gone: 0 819200 raid raid5_la 4 128 nosync region_size 256 3 - sda - - - sdb");
        }

        @Test
        void theKernelTakesRebuildWithoutNosyncOnly() { // 6.1: "sync/nosync and rebuild are mutually exclusive"
            assertThat(classic(set(
                            "s",
                            Level.RAID5_LEFT_ASYMMETRIC,
                            128,
                            819200,
                            member("sda", 0, 409600),
                            rebuilding("sdb", 0, 409600),
                            member("sdc", 0, 409600))))
                    .containsExactly("s: 0 819200 raid raid5_la 5 128 rebuild 1 region_size 256 3 - sda - sdb - sdc");
        }

        @Test
        void raid4HasItsParityLast() { // ddf1/raid4-3
            assertThat(classic(set(
                            "ddf1_vol",
                            Level.RAID4,
                            128,
                            196608,
                            member("sda", 0, 98304),
                            member("sdb", 0, 98304),
                            member("sdc", 0, 98304))))
                    .containsExactly(
                            "ddf1_vol: 0 196608 raid raid5_n 4 128 nosync region_size 128 3 - sda - sdb - sdc");
        }

        @Test
        void raid4WithItsParityFirstIsTheTargetsOwn() {
            assertThat(classic(set(
                            "s",
                            Level.RAID4_PARITY_FIRST,
                            128,
                            196608,
                            member("sda", 0, 98304),
                            member("sdb", 0, 98304),
                            member("sdc", 0, 98304))))
                    .containsExactly("s: 0 196608 raid raid4 4 128 nosync region_size 128 3 - sda - sdb - sdc");
        }

        @Test
        void aLevelThatNoTargetLaysOutHasNoTable() {
            RaidSet set = set(
                    "s",
                    Level.RAID1E,
                    128,
                    147456,
                    member("sda", 0, 98304),
                    member("sdb", 0, 98304),
                    member("sdc", 0, 98304));
            assertThat(classic(set)).isEmpty();
            assertThat(classic(set("top", Level.RAID0, 128, 147456, subset(set))))
                    .isEmpty();
        }

        @Test
        void aParitySetThatOwesAResyncIsNotToldSo() { // isw/raid5-initializing-plus-raid0; the kernel ignores "sync"
            // here
            assertThat(classic(set(
                                    "isw_edjaebbab_init",
                                    Level.RAID5_LEFT_ASYMMETRIC,
                                    128,
                                    819200,
                                    member("sda", 0, 409600),
                                    member("sdb", 0, 409600),
                                    member("sdc", 0, 409600))
                            .withResync(RaidSet.Resync.RESYNCING)))
                    .containsExactly(
                            "isw_edjaebbab_init: 0 819200 raid raid5_la 4 128 nosync region_size 256 3 - sda - sdb - sdc");
        }

        @Test
        void eachRotationOfRaid6HasItsWord() { // ddf1/mdadm-raid6-6-na, mdadm-raid6-5
            Component[] members = {
                member("sda", 0, 98304), member("sdb", 0, 98304), member("sdc", 0, 98304), member("sdd", 0, 98304)
            };
            assertThat(classic(set("s", Level.RAID6_N_RESTART, 512, 196608, members)))
                    .containsExactly("s: 0 196608 raid raid6_nr 1 512 4 - sda - sdb - sdc - sdd");
            assertThat(classic(set("s", Level.RAID6_N_CONTINUE, 128, 196608, members)))
                    .containsExactly("s: 0 196608 raid raid6_nc 1 128 4 - sda - sdb - sdc - sdd");
        }

        @Test
        void raid6TakesNoNosync() {
            assertThat(classic(set(
                            "s",
                            Level.RAID6_ZERO_RESTART,
                            512,
                            393216,
                            member("sda", 0, 196608),
                            member("sdb", 0, 196608),
                            missing(0, 196608),
                            member("sdd", 0, 196608))))
                    .containsExactly("s: 0 393216 raid raid6_zr 1 512 4 - sda - sdb - - - sdd");
        }

        @Test
        void aSetThatCanNotStartHasNoDevices() {
            assertThat(classic(set("s", Level.RAID0, 128, 819200, member("sda", 0, 409600), missing(0, 409600))))
                    .isEmpty();
            assertThat(classic(set("s", Level.RAID1, 0, 409600, rebuilding("sda", 0, 409600), missing(0, 409600))))
                    .isEmpty();
        }

        @Test
        void aDirtySetIsMappedAsItIs() { // isw/raid5-dirty
            assertThat(classic(set(
                                    "isw_edjaebbab_dirty",
                                    Level.RAID5_LEFT_ASYMMETRIC,
                                    128,
                                    819200,
                                    member("sda", 0, 409600),
                                    member("sdb", 0, 409600),
                                    member("sdc", 0, 409600))
                            .withResync(RaidSet.Resync.DIRTY)))
                    .containsExactly(
                            "isw_edjaebbab_dirty: 0 819200 raid raid5_la 4 128 nosync region_size 256 3 - sda - sdb - sdc");
        }
    }

    @Nested
    class Modern {
        private List<String> modern(RaidSet set) {
            return lines(set, Profile.MODERN);
        }

        private List<RaidSuperblock> superblocks(RaidSet set) {
            return devices(set, Profile.MODERN).getLast().helpers().stream()
                    .filter(Helper.Metadata.class::isInstance)
                    .map(h -> ((Helper.Metadata) h).superblock())
                    .toList();
        }

        @Test
        void levelsWithoutRedundancyAreAsInClassic() {
            RaidSet set = set("s", Level.RAID0, 128, 819200, member("sda", 0, 409600), member("sdb", 0, 409600));
            assertThat(modern(set)).isEqualTo(lines(set, Profile.CLASSIC));
        }

        @Test
        void raid1HasAMetadataDeviceAMember() {
            RaidSet set = set("s", Level.RAID1, 128, 409600, member("sda", 0, 409600), member("sdb", 64, 409600));
            assertThat(modern(set))
                    .containsExactly(
                            "s_rimage_1: 0 409600 linear sdb 64",
                            "s: 0 409600 raid raid1 1 0 2 s_rmeta_0 sda s_rmeta_1 s_rimage_1");
            MappedDevice device = devices(set, Profile.MODERN).getFirst();
            assertThat(device.uuid()).isEqualTo(new DmUuid("DMRAID-s"));
            assertThat(device.helpers())
                    .extracting(h -> h.uuid().value())
                    .containsExactly("DMKIT-s_rmeta_0", "DMKIT-s_rmeta_1", "DMKIT-s_rimage_1");
        }

        @Test
        void theSuperblocksOfACompleteSetSayThatAllIsInSync() {
            assertThat(superblocks(
                            set("s", Level.RAID1, 0, 409600, member("sda", 0, 409600), member("sdb", 0, 409600))))
                    .containsExactly(
                            new RaidSuperblock(2, 0, 2, 2, 0, -1, -1, 1, 0, 0, 409600, 409600),
                            new RaidSuperblock(2, 1, 2, 2, 0, -1, -1, 1, 0, 0, 409600, 409600));
        }

        @Test
        void aMissingMemberIsAHoleThatTheOthersKnowOf() {
            RaidSet set = set(
                    "s",
                    Level.RAID5_RIGHT_SYMMETRIC,
                    64,
                    409600,
                    missing(0, 204800),
                    member("sdb", 0, 204800),
                    member("sdc", 0, 204800));
            assertThat(modern(set)).containsExactly("s: 0 409600 raid raid5_rs 1 64 3 - - s_rmeta_1 sdb s_rmeta_2 sdc");
            assertThat(superblocks(set))
                    .containsExactly(
                            new RaidSuperblock(3, 1, 2, 2, 1, -1, -1, 5, 3, 64, 409600, 204800),
                            new RaidSuperblock(3, 2, 2, 2, 1, -1, -1, 5, 3, 64, 409600, 204800));
        }

        @Test
        void aRebuildingMemberIsOlderThanTheOthersAndNamedInTheTable() {
            RaidSet set = set(
                    "s",
                    Level.RAID6_ZERO_RESTART,
                    64,
                    409600,
                    rebuilding("sda", 0, 204800),
                    member("sdb", 0, 204800),
                    member("sdc", 0, 204800),
                    missing(0, 204800));
            assertThat(modern(set))
                    .containsExactly(
                            "s: 0 409600 raid raid6_zr 3 64 rebuild 0 4 s_rmeta_0 sda s_rmeta_1 sdb s_rmeta_2 sdc - -");
            assertThat(superblocks(set).getFirst())
                    .isEqualTo(new RaidSuperblock(4, 0, 1, 2, 8, 0, -1, 6, 8, 64, 409600, 204800));
        }

        @Test
        void aResyncIsOwedByTheSuperblocksWithAnOutdatedBitmap() {
            RaidSet set = set("s", Level.RAID1, 0, 409600, member("sda", 0, 409600), member("sdb", 0, 409600))
                    .withResync(RaidSet.Resync.RESYNCING);
            assertThat(modern(set)).containsExactly("s: 0 409600 raid raid1 1 0 2 s_rmeta_0 sda s_rmeta_1 sdb");
            assertThat(superblocks(set))
                    .allMatch(s -> s.resyncOffset() == 0 && s.bitmapEvents() < s.events() && s.recoveryOffset() == -1);
        }

        @Test
        void aMirrorThatOwesAResyncBesideARebuildIsMadeAnewFromOneMember() {
            RaidSet set = set(
                            "s",
                            Level.RAID1,
                            0,
                            409600,
                            member("sda", 0, 409600),
                            member("sdb", 0, 409600),
                            rebuilding("sdc", 0, 409600))
                    .withResync(RaidSet.Resync.RESYNCING);
            assertThat(modern(set))
                    .containsExactly(
                            "s: 0 409600 raid raid1 5 0 rebuild 1 rebuild 2 3 s_rmeta_0 sda s_rmeta_1 sdb s_rmeta_2 sdc");
            assertThat(superblocks(set).getFirst().resyncOffset()).isEqualTo(RaidSuperblock.DONE);
        }

        @Test
        void raid10StripesOverRaid1() {
            RaidSet first = set("s-0", Level.RAID1, 0, 409600, member("sda", 0, 409600), missing(0, 409600));
            RaidSet second = set("s-1", Level.RAID1, 0, 409600, member("sdb", 0, 409600), member("sdc", 0, 409600));
            assertThat(modern(set("s", Level.RAID0, 128, 819200, subset(first), subset(second))))
                    .containsExactly(
                            "s-0: 0 409600 raid raid1 1 0 2 s-0_rmeta_0 sda - -",
                            "s-1: 0 409600 raid raid1 1 0 2 s-1_rmeta_0 sdb s-1_rmeta_1 sdc",
                            "s: 0 819200 striped 2 128 s-0 0 s-1 0");
        }

        @Test
        void aSubsetThatCanNotStartIsAHole() {
            RaidSet first = set("s-0", Level.RAID0, 128, 409344, missing(0, 204799), member("sdb", 0, 204799));
            RaidSet second = set("s-1", Level.RAID0, 128, 409344, member("sdc", 0, 204799), member("sdd", 0, 204799));
            assertThat(modern(set("s", Level.RAID1, 0, 409344, subset(first), subset(second))))
                    .containsExactly(
                            "s-1: 0 409344 striped 2 128 sdc 0 sdd 0",
                            "s: 0 409344 raid raid1 1 0 2 - - s_rmeta_1 s-1");
        }
    }
}
