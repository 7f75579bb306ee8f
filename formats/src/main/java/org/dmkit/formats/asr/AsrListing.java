package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it. */
final class AsrListing implements DmraidView<AsrMetadata> {
    private final List<String> lines = new ArrayList<>();

    /** By its own line; the status is always ok, because dmraid takes every state for that. */
    @Override
    public RaidDevice listed(Reading.Found<AsrMetadata> found) {
        ConfigLine own = found.metadata().own();
        RaidDevice.Type type = switch (own.type()) {
            case ConfigLine.RAID0 -> RaidDevice.Type.STRIPE;
            case ConfigLine.RAID1 -> RaidDevice.Type.MIRROR;
            case ConfigLine.SPARE -> RaidDevice.Type.SPARE;
            default -> RaidDevice.Type.UNKNOWN;
        };
        return new RaidDevice("asr_" + own.name(), type, RaidDevice.Status.OK, own.capacity(), 0, own.chunk());
    }

    /** dmraid takes no notice of a disk that calls itself failed. */
    @Override
    public boolean isListed(Reading.Found<AsrMetadata> found) {
        return !found.metadata().failed();
    }

    @Override
    public List<String> nativeLog(Reading.Found<AsrMetadata> found) {
        var metadata = found.metadata();
        var log = new AsrListing();
        log.reserved(metadata.reserved().block());
        log.header(metadata.table().block());
        metadata.lines().forEach(log::line);
        return List.copyOf(log.lines);
    }

    private void reserved(Block b) {
        put(0x000, "block magic:\t\t0x%X", b.i32(0x00));
        put(0x012, "sb0flags:\t\t\t0x%X", b.u8(0x12));
        put(0x013, "jbodEnable:\t\t%d", b.u8(0x13));
        put(0x016, "biosInfo:\t\t\t0x%X", b.u16(0x16));
        put(0x040, "drivemagic:\t\t0x%X", b.i32(0x40));
        put(0x038, "svBlockStorageTid:\t0x%X", b.u16(0x38));
        put(0x03a, "svtid:\t\t\t0x%X", b.u16(0x3a));
        put(0x03f, "resver:\t\t\t%d", b.u8(0x3f));
        put(0x100, "smagic:\t\t\t0x%X", b.i32(0x100));
        put(0x104, "raidtbl @ sector:\t\t%d", b.i32(0x104));
    }

    private void header(Block b) {
        put(0x000, "ridcode:\t\t\t0x%X", b.i32(0x00));
        put(0x004, "rversion:\t\t%d", b.i32(0x04));
        put(0x008, "max configs:\t\t%d", b.u16(0x08));
        put(0x00a, "configs:\t\t\t%d", b.u16(0x0a));
        put(0x00c, "config sz:\t\t%d", b.u16(0x0c));
        put(0x00e, "checksum:\t\t\t0x%X", b.u16(0x0e));
        put(0x018, "raid flags:\t\t0x%X", b.i32(0x18));
        put(0x01c, "timestamp:\t\t0x%X", b.i32(0x1c));
        put(0x020, "irocFlags:\t\t%X" + ((b.u8(0x20) & 0x80) == 0 ? "" : " (bootable)"), b.u8(0x20));
        put(0x021, "dirt, rty:\t\t%d", b.u8(0x21));
        put(0x022, "action prio:\t\t%d", b.u8(0x22));
        put(0x023, "spareid:\t\t\t%d", b.u8(0x23));
        put(0x024, "sparedrivemagic:\t\t0x%X", b.i32(0x24));
        put(0x028, "raidmagic:\t\t0x%X", b.i32(0x28));
        put(0x02c, "verifydate:\t\t0x%X", b.i32(0x2c));
        put(0x030, "recreatedate:\t\t0x%X", b.i32(0x30));
        lines.add("");
        lines.add("RAID config table:");
    }

    private void line(ConfigLine line) {
        Block b = line.block();
        put(0x004, "config ID:\t\t0x%X", b.i32(0x04));
        put(0x030, "  name:\t\t\t\"%s\"", line.name());
        put(0x000, "  raidcount:\t\t%d", b.u16(0x00));
        put(0x002, "  sequence #:\t\t%d", b.u16(0x02));
        put(0x008, "  level:\t\t\t%d", b.u8(0x08));
        put(0x009, "  type:\t\t\t%d", b.u8(0x09));
        put(0x00a, "  state:\t\t\t%d", b.u8(0x0a));
        put(0x00b, "  flags:\t\t\t0x%X", b.u8(0x0b));
        put(0x00c, "  refcount:\t\t%d", b.u8(0x0c));
        put(0x00d, "  hba:\t\t\t%d", b.u8(0x0d));
        put(0x00e, "  channel:\t\t%d", b.u8(0x0e));
        put(0x00f, "  lun:\t\t\t%d", b.u8(0x0f));
        put(0x010, "  id:\t\t\t%d", b.i32(0x10));
        put(0x014, "  offset:\t\t\t%d", b.i32(0x14));
        put(0x018, "  capacity:\t\t%d", b.i32(0x18));
        put(0x01c, "  stripe size:\t\t%d KB", b.u16(0x1c) / 2);
        put(0x01e, "  BIOS info:\t\t%d", b.u16(0x1e));
        put(0x020, "  phys/log lun:\t\t%d", b.i32(0x20));
        put(0x024, "  addedDrives:\t\t%d", b.u8(0x24));
        put(0x025, "  appSleepRate:\t\t%d", b.u8(0x25));
        put(0x026, "  blockStorageTid:\t%d", b.u16(0x26));
        put(0x028, "  curAppBlock:\t\t%d", b.i32(0x28));
        put(0x02c, "  appBurstCount:\t\t%d", b.i32(0x2c));
    }

    private void put(int offset, String format, Object value) {
        lines.add(String.format("0x%03x ", offset) + String.format(format, value));
    }
}
