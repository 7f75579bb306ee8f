package org.dmkit.formats.isw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.formats.NewSets.wish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New volumes, held against those that mdadm made of the same disks. */
class IswPlacementTest {
    private static final Birth BIRTH = new Birth(0x1234_5678_9abc_def0L, Instant.ofEpochSecond(1_800_000_000));

    private final IswCase blank = new IswCase();

    private Group ground() {
        return IswPlacement.INSTANCE.ground(new IswFormat(), blank.disks(), BIRTH);
    }

    /** Writes T1, and reads it. */
    private Group make(Group t0, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Group t1 = new Change.Create(wish, disks, List.of()).apply(t0);
        Delta delta = Delta.between(t0, t1);
        assertThat(Findings.errors(delta.before().known().check(delta))).isEmpty();
        blank.write(delta.before().known().encode(delta).images());
        Group read = blank.group();
        assertThat(read.sets()).isEqualTo(t1.sets());
        assertThat(read.disks()).containsExactlyInAnyOrderElementsOf(t1.disks());
        assertThat(read.blocked()).isEmpty();
        return read;
    }

    /** The disks of a case, in the order of the slots of its first volume, with nothing on them. */
    private List<DiskInfo> disksOf(IswCase made, Mpb mpb) {
        var disks = new ArrayList<DiskInfo>();
        IswMap map = mpb.volumes().getFirst().map0();
        for (int slot = 0; slot < map.members(); slot++) {
            IswSerial serial = mpb.disks().get(map.index(slot)).serial();
            disks.add(made.disks().stream()
                    .filter(d -> IswSerial.of(d).contains(serial))
                    .findFirst()
                    .orElseThrow());
        }
        disks.forEach(blank::add);
        return disks;
    }

    /** All but what differs between any two creations, and what the kernel has done with it since. */
    private static void isTheSame(Mpb ours, Mpb mdadms) {
        assertThat(ours.head().slice(0, 32)).isEqualTo(mdadms.head().slice(0, 32));
        assertThat(ours.attributes()).isEqualTo(mdadms.attributes());
        assertThat(ours.volumesMade()).isEqualTo(mdadms.volumesMade());
        assertThat(ours.volumes()).hasSameSizeAs(mdadms.volumes());
        for (int i = 0; i < ours.volumes().size(); i++) {
            IswVolume volume = ours.volumes().get(i);
            IswVolume theirs = mdadms.volumes().get(i);
            if (theirs.migrating()) {
                assertThat(volume.block()).isEqualTo(theirs.block());
            } else {
                assertThat(volume.map0().block()).isEqualTo(theirs.map0().block());
                assertThat(volume.head().slice(0, 80)).isEqualTo(theirs.head().slice(0, 80));
            }
        }
        for (int i = 0; i < ours.disks().size(); i++) {
            IswDisk disk = ours.disks().get(i);
            assertThat(disk.serial()).isEqualTo(mdadms.disks().get(i).serial());
            assertThat(disk.total(ours.wide())).isEqualTo(mdadms.disks().get(i).total(mdadms.wide()));
            assertThat(disk.good()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mdadm-create-raid0-2disk, v0, RAID0, 256",
        "mdadm-create-raid0-mixed-sizes, mix, RAID0, 128",
        "mdadm-raid1-resyncing, mir, RAID1, 0",
        "mdadm-create-raid1-3tib, big, RAID1, 0",
        "mdadm-create-raid10, ten, RAID10, 128",
        "mdadm-raid5-initializing, five, RAID5, 128"
    })
    void aVolumeIsLaidOutAsMdadmDoes(String name, String label, Kind kind, int chunk) throws RefusedException {
        IswCase made = IswCase.load(name);
        Mpb mdadms = made.mpb("sda");
        Group group = make(ground(), wish(label, kind, chunk, 0), disksOf(made, mdadms));
        isTheSame(mpb(group), mdadms);
        assertThat(blank.mpb("sda")).isEqualTo(blank.mpb("sdb"));
    }

    @Test
    void theSecondVolumeLiesBehindTheFirst() throws RefusedException {
        IswCase made = IswCase.load("mdadm-create-matrix-raid0-raid5");
        Mpb mdadms = made.mpb("sda");
        List<DiskInfo> disks = disksOf(made, mdadms);
        Group one = make(ground(), wish("first", Kind.RAID0, 128, 368640), disks);
        Group two = make(one, wish("second", Kind.RAID5, 256, 0), disks);
        isTheSame(mpb(two), mdadms);
        assertThatThrownBy(() -> make(two, wish("third", Kind.RAID0, 0, 0), disks))
                .hasMessageContaining("isw.volumes");
    }

    @Test
    void aNewMirrorWaitsToBeSynchronised() throws RefusedException {
        disks(2);
        Group group = make(ground(), wish("m", Kind.RAID1, 0, 0), blank.disks());
        assertThat(group.sets().getFirst().resync()).isEqualTo(RaidSet.Resync.RESYNCING);
        assertThat(group.name()).isEqualTo(IswNames.group(mpb(ground())));
    }

    private void disks(int count) {
        IntStream.range(0, count).forEach(i -> blank.add("sd" + (char) ('a' + i), 1 << 20, "WD-" + i));
    }

    private Optional<String> refusal(Wish wish, List<DiskInfo> disks) {
        try {
            Group t0 = ground();
            Group t1 = new Change.Create(wish, disks, List.of()).apply(t0);
            return Findings.errors(t0.known().check(Delta.between(t0, t1))).stream()
                    .map(f -> f.code())
                    .findFirst();
        } catch (RefusedException e) {
            return Optional.of(e.findings().getFirst().code());
        }
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        disks(4);
        List<DiskInfo> all = blank.disks();
        assertThat(refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 3))).contains("isw.members");
        assertThat(refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 2))).contains("isw.members");
        assertThat(refusal(wish("m", Kind.RAID5, 0, 0), all.subList(0, 2))).contains("isw.members");
        assertThat(refusal(wish("m", Kind.RAID0, 100, 0), all)).contains("isw.chunk");
        assertThat(refusal(wish("m", Kind.RAID0, 0, 1L << 23), all)).contains("isw.size");
        assertThat(refusal(wish("m", Kind.RAID0, 0, 2048), all)).contains("isw.size");
        assertThat(refusal(wish("a/b", Kind.RAID0, 0, 0), all)).contains("isw.name");
        assertThat(refusal(wish("a234567890123456", Kind.RAID0, 0, 0), all)).contains("isw.name");
        assertThat(refusal(wish("m", Kind.RAID0, 0, 0), List.of(all.get(0), all.get(0))))
                .contains("create.disk-twice");
        blank.add("mute", 1 << 20, "");
        assertThat(refusal(wish("m", Kind.RAID1, 0, 0), List.of(all.get(0), blank.disk("mute"))))
                .contains("isw.no-serial");
    }

    @Test
    void aVolumeGetsAnotherName() throws RefusedException {
        disks(2);
        Group t0 = make(ground(), wish("m", Kind.RAID1, 0, 0), blank.disks());
        Group t1 = new Change.Rename(t0.sets().getFirst().name(), "data").apply(t0);
        Delta delta = Delta.between(t0, t1);
        assertThat(delta.before().known().check(delta)).isEmpty();
        blank.write(delta.before().known().encode(delta).images());
        RaidSet renamed = blank.group().sets().getFirst();
        assertThat(renamed.label()).isEqualTo("data");
        assertThat(renamed.name()).isEqualTo(t0.name() + "_data");
        assertThat(renamed.members())
                .containsExactlyElementsOf(t0.sets().getFirst().members().toList());
    }

    @Test
    void theLastVolumesDiskAreErasedWithIt() throws RefusedException {
        disks(2);
        Group t0 = make(ground(), wish("m", Kind.RAID1, 0, 0), blank.disks());
        Group t1 = new Change.Delete(t0.sets().getFirst().name()).apply(t0);
        blank.write(t0.known().encode(Delta.between(t0, t1)).images());
        assertThat(blank.found()).isEmpty();
    }

    private static Mpb mpb(Group group) {
        return (Mpb) group.known().shared().orElseThrow();
    }
}
