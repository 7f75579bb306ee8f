package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.ddf1.DdfSectors.load;
import static org.dmkit.formats.ddf1.DdfSectors.metadata;

import java.util.List;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;

/** What of one disk is believed. */
class DdfReaderTest {
    private static List<String> broken(DdfCase c, String disk) {
        return ((Reading.Broken<DdfDisk>) c.reading(disk))
                .findings().stream().map(f -> f.code()).toList();
    }

    private static List<String> findings(DdfCase c, String disk) {
        return c.found(disk).findings().stream().map(f -> f.code()).toList();
    }

    @Test
    void every_structure_that_mdadm_wrote_has_the_raw_checksum() {
        DdfDisk d = metadata(load("mdadm-raid5-ls-3"), "sda");
        assertThat(List.of(
                        DdfChecksum.of(d.anchor().block()),
                        DdfChecksum.of(d.copies().getFirst().block()),
                        DdfChecksum.of(d.copies().getLast().block()),
                        DdfChecksum.of(d.controller()),
                        DdfChecksum.of(d.physicalSection()),
                        DdfChecksum.of(d.virtualSection()),
                        DdfChecksum.of(d.diskData()),
                        DdfChecksum.of(d.records().getFirst().block())))
                .containsOnly(DdfChecksum.RAW);
        assertThat(findings(load("mdadm-raid5-ls-3"), "sda")).isEmpty();
    }

    @Test
    void the_checksums_of_freebsd_and_of_little_endian_disks_are_known_too() {
        DdfDisk d = metadata(load("mdadm-raid5-ls-3"), "sda");
        assertThat(DdfChecksum.of(DdfSectors.sealedAsByFreeBsd(d.anchor().block())))
                .isEqualTo(DdfChecksum.STANDARD);
        assertThat(DdfChecksum.of(d.anchor().block().with32(4, -1))).isEqualTo(DdfChecksum.NONE);
        assertThat(DdfChecksum.of(d.anchor().block().with32(4, 1))).isEqualTo(DdfChecksum.WRONG);
        assertThat(DdfChecksum.of(
                        metadata(load("little-endian-raid1"), "sda").anchor().block()))
                .isEqualTo(DdfChecksum.RAW);
    }

    @Test
    void the_secondary_copy_stands_in_for_a_primary_that_does_not_hold() {
        for (String name : List.of("bad-primary-crc", "bad-primary-signature")) {
            DdfCase c = load(name);
            assertThat(metadata(c, "sdb").active().type()).as(name).isEqualTo(DdfHeader.SECONDARY);
            assertThat(findings(c, "sdb")).as(name).containsExactly("ddf1.header");
            assertThat(c.set().health()).as(name).isEqualTo(Health.COMPLETE);
        }
    }

    @Test
    void the_newer_copy_of_a_disk_is_believed_if_it_is_closed() { // mdadm -E: newname on both disks
        DdfCase c = load("newer-secondary");
        assertThat(c.set().name()).isEqualTo("ddf1_newname");
        assertThat(c.set().health()).isEqualTo(Health.COMPLETE);
        DdfHeader secondary = metadata(c, "sdb").copies().getLast();
        DdfSectors.writeSector(
                c,
                "sdb",
                secondary.secondaryLba(),
                DdfSectors.sealed(secondary.block().with8(48, 1)));
        assertThat(metadata(c, "sdb").active().type()).isEqualTo(DdfHeader.PRIMARY);
    }

    @Test
    void a_disk_without_a_copy_that_holds_is_broken() {
        DdfCase c = load("mdadm-raid1-2");
        for (DdfHeader h : metadata(c, "sda").copies()) {
            DdfSectors.flip(c, "sda", DdfSectors.lba(h), 200);
        }
        assertThat(broken(c, "sda")).containsExactly("ddf1.header", "ddf1.header", "ddf1.no-copy");
    }

    @Test
    void a_wrong_checksum_of_the_anchor_is_no_reason_to_lose_the_disk() {
        DdfCase c = load("mdadm-raid1-2");
        DdfSectors.flip(c, "sda", c.disk("sda").sectors() - 1, 500);
        assertThat(findings(c, "sda")).containsExactly("ddf1.checksum");
        assertThat(c.set().health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void a_wrong_checksum_of_a_section_is_told_and_the_section_used() { // as mdadm and dmraid do
        DdfCase c = load("raid0-2-chunk4k");
        DdfDisk d = metadata(c, "sda");
        DdfSectors.flip(c, "sda", d.activeLba() + d.active().offset(Section.CONFIGURATION), 130);
        assertThat(findings(c, "sda")).containsExactly("ddf1.checksum");
        assertThat(c.set().health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void what_dmraid_refuses_is_refused_with_the_field_that_is_wrong() {
        assertThat(broken(load("bad-pd-section-signature"), "sdb")).containsExactly("ddf1.signature");
        assertThat(broken(load("pd-not-in-table"), "sdb")).containsExactly("ddf1.not-in-table");
        assertThat(broken(load("primary-lba-past-end"), "sdb")).containsExactly("ddf1.copy-lba");
        assertThat(broken(load("zero-config-record-length"), "sda")).containsExactly("ddf1.record-length");
        assertThat(load("zeroed-anchor-b").reading("sdb")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void an_old_mdadm_s_signature_is_told_and_taken() {
        DdfCase c = load("util-linux-image");
        assertThat(findings(c, "sda")).contains("ddf1.signature");
        assertThat(c.assemble().groups().getFirst().spares())
                .extracting(d -> d.name())
                .containsExactly("sda");
    }

    @Test
    void sections_beyond_the_disk_are_not_asked_for() {
        DdfCase c = load("raid0-2-chunk4k");
        DdfSectors.allHeaders(c, "sda", b -> b.with32(192 + 8 * Section.CONFIGURATION.ordinal(), 0x7fff_ffff));
        assertThat(broken(c, "sda")).containsExactly("ddf1.section");
        DdfCase long_ = load("raid0-2-chunk4k");
        DdfSectors.allHeaders(long_, "sda", b -> b.with32(196 + 8 * Section.CONFIGURATION.ordinal(), 0x7fff_ffff));
        assertThat(broken(long_, "sda")).containsExactly("ddf1.section");
    }

    @Test
    void a_member_table_of_adaptec_begins_behind_room_for_all_disks() {
        DdfCase c = load("adaptec-anchor-257");
        for (String disk : DdfSectors.names(c)) {
            // Sixteen places as announced become fifteen, one for each disk there can be.
            DdfSectors.records(c, disk, b -> {
                var starts = b.slice(512 + 4 * 16, 8 * 15);
                return b.with(512 + 4 * 15, starts);
            });
            DdfSectors.allHeaders(c, disk, b -> b.with16(136, 0xffff));
        }
        assertThat(metadata(c, "sda").records().getFirst().room()).isEqualTo(15);
        assertThat(c.set().members().map(m -> m.extent().lba())).containsExactly(0L, 0L);
    }
}
