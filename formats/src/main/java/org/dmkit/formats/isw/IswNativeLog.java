package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;

/** An MPB field by field as {@code dmraid -n} prints it: offset in the block, dmraid's name of the field, value. */
final class IswNativeLog {
    private static final int SIGNATURE_LENGTH = 32;
    private static final int NAME_LENGTH = 16;

    private final Block mpb;
    private final List<String> lines = new ArrayList<>();

    private IswNativeLog(Block mpb) {
        this.mpb = mpb;
    }

    static List<String> of(Reading.Found<Mpb> found) {
        Mpb mpb = found.metadata();
        var log = new IswNativeLog(Block.copyOf(MpbWriter.encode(mpb)));
        log.header();
        for (int i = 0; i < mpb.disks().size(); i++) {
            log.disk("disk[" + i + "].", Mpb.HEAD + i * IswDisk.SIZE);
        }
        int at = Mpb.HEAD + mpb.disks().size() * IswDisk.SIZE;
        for (int i = 0; i < mpb.volumes().size(); i++) {
            IswVolume volume = mpb.volumes().get(i);
            log.volume("isw_dev[" + i + "].", at, volume);
            at += volume.block().size();
        }
        return log.lines;
    }

    private void header() {
        text("sig", 0, SIGNATURE_LENGTH);
        word("check_sum", Mpb.CHECK_SUM);
        word("mpb_size", Mpb.MPB_SIZE);
        word("family_num", Mpb.FAMILY);
        word("generation_num", Mpb.GENERATION);
        word("error_log_size", 0x30);
        word("attributes", Mpb.ATTRIBUTES);
        octet("num_disks", Mpb.NUM_DISKS);
        octet("num_raid_devs", Mpb.NUM_RAID_DEVS);
        octet("error_log_pos", 0x3a);
        word("cache_size", 0x3c);
        word("orig_family_num", Mpb.ORIG_FAMILY);
        word("power_cycle_count", Mpb.POWER_CYCLES);
        word("bbm_log_size", Mpb.BBM_LOG_SIZE);
        fillers("", 0x4c, 35);
    }

    /** An entry without a size is left out. */
    private void disk(String name, int at) {
        if (mpb.u32(at + 16) == 0) {
            return;
        }
        text(name + "serial", at, IswSerial.LENGTH);
        word(name + "totalBlocks", at + 16);
        hex(name + "scsiId", at + 20);
        hex(name + "status", at + 24);
        hex(name + "owner_cfg_num", at + 28);
        fillers(name, at + 32, 4);
    }

    private void volume(String name, int at, IswVolume volume) {
        text(name + "volume", at, NAME_LENGTH);
        word(name + "SizeHigh", at + 20);
        word(name + "SizeLow", at + 16);
        hex(name + "status", at + 24);
        word(name + "reserved_blocks", at + 28);
        octet(name + "migr_priority", at + 32);
        octet(name + "num_sub_vol", at + 33);
        octet(name + "tid", at + 34);
        octet(name + "cng_master_disk", at + 35);
        half(name + "cache_policy", at + 36);
        octet(name + "cng_state", at + 38);
        octet(name + "cng_sub_state", at + 39);
        fillers(name, at + 40, 10);
        String vol = name + "vol.";
        word(vol + "curr_migr_unit", at + 80);
        word(vol + "check_point_id", at + 84);
        octet(vol + "migr_state", at + 88);
        octet(vol + "migr_type", at + 89);
        octet(vol + "dirty", at + 90);
        octet(vol + "fs_state", at + 91);
        half(vol + "verify_errors", at + 92);
        half(vol + "verify_bad_blocks", at + 94);
        fillers(vol, at + 96, 4);
        int mapAt = at + IswVolume.HEAD;
        for (int m = 0; m < volume.maps().size(); m++) {
            IswMap map = volume.maps().get(m);
            map(vol + "map[" + m + "].", mapAt, map.members());
            mapAt += map.block().size();
        }
    }

    private void map(String name, int at, int members) {
        word(name + "pba_of_lba0", at);
        word(name + "blocks_per_member", at + 4);
        word(name + "num_data_stripes", at + 8);
        half(name + "blocks_per_strip", at + 12);
        octet(name + "map_state", at + 14);
        octet(name + "raid_level", at + 15);
        octet(name + "num_members", at + 16);
        octet(name + "num_domains", at + 17);
        octet(name + "failed_disk_num", at + 18);
        octet(name + "ddf", at + 19);
        fillers(name, at + 20, 7);
        for (int i = 0; i < members; i++) {
            hex(name + "disk_ord_tbl[" + i + "]", at + IswMap.HEAD + 4 * i);
        }
    }

    /** Those that hold anything. */
    private void fillers(String name, int at, int count) {
        for (int i = 0; i < count; i++) {
            if (mpb.u32(at + 4 * i) != 0) {
                word(name + "filler[" + i + "]", at + 4 * i);
            }
        }
    }

    /** Right-aligned in the width of its field. */
    private void text(String name, int at, int length) {
        line(at, name, "\"" + String.format("%" + length + "s", mpb.text(at, length)) + "\"");
    }

    private void octet(String name, int at) {
        line(at, name, Integer.toString(mpb.u8(at)));
    }

    private void half(String name, int at) {
        line(at, name, Integer.toString(mpb.u16(at)));
    }

    private void word(String name, int at) {
        line(at, name, Long.toString(mpb.u32(at)));
    }

    private void hex(String name, int at) {
        line(at, name, "0x" + Long.toHexString(mpb.u32(at)));
    }

    private void line(int at, String name, String value) {
        lines.add(String.format("0x%03x %s: %s", at, name, value));
    }
}
