package org.dmkit.formats.isw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

/** Metadata that lie. The checksum is made good after each change, so that the lie is read. */
class IswHostileTest {
    private static final int ROUNDS = 150;

    @Test
    void no_bytes_make_reading_or_assembling_throw() {
        Random random = new Random(20061124);
        for (String name : IswCase.names()) {
            IswCase pristine = IswCase.load(name);
            List<Reading.Found<Mpb>> found = pristine.found();
            for (int round = 0; round < ROUNDS && !found.isEmpty(); round++) {
                Reading.Found<Mpb> victim = found.get(random.nextInt(found.size()));
                byte[] bytes = MpbWriter.encode(victim.metadata());
                int changes = 1 + random.nextInt(4);
                for (int i = 0; i < changes; i++) {
                    // Behind the signature, mostly one bit or an extreme.
                    int at = 32 + random.nextInt(bytes.length - 32);
                    bytes[at] = switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> (byte) 0xff;
                        case 2 -> (byte) random.nextInt();
                        default -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    };
                }
                survives(name + " round " + round, pristine, victim.disk(), bytes);
            }
        }
    }

    @Test
    void no_truncated_or_padded_block_makes_reading_throw() {
        IswCase c = IswCase.load("matrix-raid10-raid5-4disk");
        byte[] bytes = MpbWriter.encode(c.mpb("sda"));
        IntStream.range(Mpb.MIN_SIZE, bytes.length + 64)
                .forEach(size -> survives("size " + size, c, c.disk("sda"), Arrays.copyOf(bytes, size)));
    }

    private static void survives(String what, IswCase pristine, DiskInfo disk, byte[] bytes) {
        ByteBuffer le = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long said = le.getInt(Mpb.MPB_SIZE) & 0xffff_ffffL;
        int size = said >= Mpb.MIN_SIZE && said <= Mpb.MAX_SIZE ? (int) said : bytes.length;
        byte[] covered = Arrays.copyOf(bytes, size);
        le.putInt(Mpb.CHECK_SUM, MpbWriter.checksum(covered));
        // On all members, so that the lie is not only a contradiction.
        IswCase c = pristine.copy();
        assertThatCode(() -> {
                    for (DiskInfo d : c.disks()) {
                        put(c, d, bytes, size);
                    }
                    c.assemble().groups().forEach(IswHostileTest::isUsable);
                    IswCase one = pristine.copy();
                    put(one, disk, bytes, size);
                    one.assemble().groups().forEach(IswHostileTest::isUsable);
                })
                .as(what)
                .doesNotThrowAnyException();
    }

    private static void put(IswCase c, DiskInfo disk, byte[] bytes, int size) {
        MpbPlace place = MpbPlace.on(disk);
        c.put(disk.name(), place.anchor().lba(), Arrays.copyOf(bytes, 512));
        for (int at = 512; at < size && place.fits(size); at += 512) {
            int end = Math.min(at + 512, bytes.length);
            byte[] sector = at < end ? Arrays.copyOf(Arrays.copyOfRange(bytes, at, end), 512) : new byte[512];
            c.put(disk.name(), place.start(size) + at / 512 - 1, sector);
        }
    }

    /** What may be started keeps to the disks, and a change of it can be written. */
    private static void isUsable(Group g) {
        g.sets().forEach(RaidSet::health);
        if (!g.blocked().isEmpty()) {
            return;
        }
        for (RaidSet set : g.sets()) {
            assertThat(set.chunk() == 0 || Integer.bitCount(set.chunk()) == 1).isTrue();
            set.members()
                    .forEach(m ->
                            assertThat(m.extent().end()).isLessThan(m.disk().sectors()));
            set.leaves().forEach(c -> assertThat(c).isNotInstanceOf(Component.Subset.class));
        }
        g.disks().stream().filter(d -> !g.spares().contains(d)).findFirst().ifPresent(disk -> {
            Group failed = IswTrees.fail(g, disk);
            if (Findings.errors(g.known().check(Delta.between(g, failed))).isEmpty()) {
                g.known().encode(Delta.between(g, failed));
            }
        });
    }

    @Test
    void a_block_of_4096_byte_sectors_is_read_in_its_own_units() {
        // Everything that counts sectors counts blocks of 4096 bytes on such a disk: the same numbers mean eight times
        // as much.
        IswCase small = IswCase.load("raid1-2disk");
        Mpb mpb = small.mpb("sda");
        Mpb large = new Mpb(mpb.head(), mpb.disks(), mpb.volumes(), mpb.rest(), mpb.log(), 8);
        IswCase c = new IswCase();
        for (String name : List.of("sda", "sdb")) {
            DiskInfo d = small.disk(name);
            c.add(new DiskInfo(name, d.sectors() * 8, 4096, d.serial(), null, "", null, false));
            c.write(Map.of(name, MpbWriter.images(large, c.disk(name))));
        }
        assertThat(c.read("sda", new Extent(8 * 1048576L - 16, 1))).startsWith('I', 'n', 't', 'e', 'l');
        Group g = c.group();
        assertThat(g.blocked()).isEmpty();
        RaidSet set = g.sets().getFirst();
        assertThat(set.size()).isEqualTo(8 * 409600);
        assertThat(set.health()).isEqualTo(RaidSet.Health.COMPLETE);
        assertThat(set.members().map(m -> m.extent().count())).containsOnly(8 * 409600L);
    }

    @Test
    void two_halves_that_call_each_other_failed_are_not_started() {
        IswCase a = IswCase.load("raid1-2disk");
        Group t0 = a.group();
        IswCase b = IswCase.load("raid1-2disk");
        a.write(t0.known()
                .encode(Delta.between(t0, IswTrees.fail(t0, a.disk("sdb"))))
                .images());
        b.write(t0.known()
                .encode(Delta.between(t0, IswTrees.fail(t0, b.disk("sda"))))
                .images());
        // sda went on alone, then sdb alone, for longer.
        Group later = b.without("sda").group();
        b.write(later.known()
                .encode(Delta.between(later, IswTrees.resync(later, RaidSet.Resync.DIRTY)))
                .images());
        a.write(Map.of("sdb", MpbWriter.images(b.mpb("sdb"), a.disk("sdb"))));
        Group g = a.group();
        assertThat(g.blocked().values()).extracting(f -> f.code()).containsExactly("isw.split-brain");
    }

    @Test
    void equal_generations_with_different_content_are_not_started() {
        IswCase c = IswCase.load("raid1-2disk");
        Mpb mpb = c.mpb("sdb").withVolume(0, v -> v.withDirty(true));
        c.write(Map.of("sdb", MpbWriter.images(mpb, c.disk("sdb"))));
        assertThat(c.group().blocked().values()).extracting(f -> f.code()).containsExactly("isw.contradiction");
    }

    @Test
    void equal_generations_that_differ_in_a_scsi_address_are_started() {
        IswCase c = IswCase.load("raid1-2disk");
        Mpb mpb = c.mpb("sdb").withDisk(1, d -> new IswDisk(d.block().with32(20, 0x70000)));
        c.write(Map.of("sdb", MpbWriter.images(mpb, c.disk("sdb"))));
        assertThat(c.group().blocked()).isEmpty();
        assertThat(c.assemble().findings())
                .filteredOn(f -> f.code().equals("isw.contradiction"))
                .extracting(Finding::severity)
                .containsExactly(Severity.INFO);
    }

    @Test
    void a_size_in_the_disk_table_below_the_disks_own_keeps_no_volume_from_being_started() {
        IswCase c = IswCase.load("mdadm-create-raid1-3tib");
        Mpb mpb = c.mpb("sda").withDisk(1, IswDisk::withoutHighWord);
        for (DiskInfo disk : c.disks()) {
            c.write(Map.of(disk.name(), MpbWriter.images(mpb, disk)));
        }
        assertThat(c.group().blocked()).isEmpty();
        assertThat(c.group().sets().getFirst().health()).isEqualTo(RaidSet.Health.COMPLETE);
    }

    @Test
    void a_disk_is_listed_as_a_spare_by_its_own_entry() {
        IswCase c = IswCase.load("raid1-2disk");
        Mpb mpb = c.mpb("sda").withDisk(0, d -> new IswDisk(d.block().with32(24, IswDisk.SPARE_STATUS)));
        for (DiskInfo disk : c.disks()) {
            c.write(Map.of(disk.name(), MpbWriter.images(mpb, disk)));
        }
        assertThat(c.found())
                .extracting(f -> new IswListing().listed(f).type())
                .containsExactly(RaidDevice.Type.SPARE, RaidDevice.Type.GROUP);
    }

    @Test
    void a_slash_in_a_name_is_replaced() {
        IswCase c = IswCase.load("raid1-2disk");
        Mpb mpb = c.mpb("sda");
        Block slashed = mpb.volumes().getFirst().head().with8(2, '/');
        Mpb odd = mpb.withVolume(0, v -> new IswVolume(slashed, v.map0(), v.map1()));
        c.disks().forEach(d -> c.write(Map.of(d.name(), MpbWriter.images(odd, d))));
        assertThat(c.group().sets().getFirst().name()).isEqualTo("isw_h_mi_ror");
        assertThat(c.group().sets().getFirst().label()).isEqualTo("mi/ror");
    }
}
