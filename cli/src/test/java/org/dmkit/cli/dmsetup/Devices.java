package org.dmkit.cli.dmsetup;

import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.DeviceNumber;

/** Devices to look at: of LVM, multipath and cryptsetup, with and without tables, with names that are hard to print. */
final class Devices {
    private Devices() {}

    private static final DeviceNumber SDA = new DeviceNumber(8, 0);
    private static final DeviceNumber SDB = new DeviceNumber(8, 16);

    private static TargetStatus line(long start, long length, String type, String text) {
        return new TargetStatus(start, length, type, text);
    }

    private static FakeDevice device(
            String name,
            String uuid,
            int minor,
            DeviceInfo like,
            List<TargetStatus> table,
            List<TargetStatus> status,
            DeviceNumber... lower) {
        var info = new DeviceInfo(
                new DmName(name),
                new DmUuid(uuid),
                new DeviceNumber(253, minor),
                like.openCount(),
                like.eventNumber(),
                table.size(),
                like.suspended(),
                like.readOnly(),
                !table.isEmpty(),
                like.hasInactiveTable(),
                like.removedOnClose());
        List<TargetStatus> inactive = like.hasInactiveTable() ? List.of(line(0, 8, "zero", "")) : List.of();
        return new FakeDevice(
                info, List.of(table, inactive), List.of(status, inactive), List.of(List.of(lower), List.of()));
    }

    private static DeviceInfo state(
            int open, int event, boolean suspended, boolean readOnly, boolean inactive, boolean going) {
        return new DeviceInfo(
                new DmName("x"), DmUuid.NONE, SDA, open, event, 0, suspended, readOnly, true, inactive, going);
    }

    private static final DeviceInfo PLAIN = state(0, 0, false, false, false, false);

    static final List<FakeDevice> ALL = List.of(
            device(
                    "vg-lv",
                    "LVM-abc",
                    2,
                    state(1, 7, false, false, false, false),
                    List.of(line(0, 1024, "linear", "253:0 2048"), line(1024, 8, "linear", "253:1 0")),
                    List.of(line(0, 1024, "linear", ""), line(1024, 8, "linear", "")),
                    new DeviceNumber(253, 0),
                    new DeviceNumber(253, 1)),
            device(
                    "mpatha",
                    "mpath-1",
                    0,
                    state(2, 12, false, false, true, false),
                    List.of(line(0, 409600, "multipath", "0 0 1 1 service-time 0 2 1 8:0 1 8:16 1 ")),
                    List.of(line(0, 409600, "multipath", "2 0 0 0 1 1 A 0 2 2 8:0 A 0 0 1 8:16 A 0 0 1 ")),
                    SDA,
                    SDB),
            device(
                    "swap_crypt",
                    "CRYPT-LUKS2-f00-swap_crypt",
                    1,
                    state(1, 0, true, true, false, true),
                    List.of(line(0, 32768, "crypt", "aes-xts-plain64 00112233aabbccdd 0 8:16 4096 1 allow_discards")),
                    List.of(line(0, 32768, "crypt", "")),
                    SDB),
            device(
                    "ring",
                    "CRYPT-x",
                    3,
                    PLAIN,
                    List.of(line(0, 8, "crypt", "aes :64:logon:cryptsetup:key 0 8:0 0")),
                    List.of(line(0, 8, "crypt", "")),
                    SDA),
            device(
                    "int",
                    "",
                    10,
                    PLAIN,
                    List.of(line(
                            0, 8, "integrity", "8:0 0 28 J 2 internal_hash:hmac(sha256):aabb journal_mac:crc32 x")),
                    List.of(line(0, 8, "integrity", "1 2 3")),
                    SDA),
            device(
                    "a b;c,d",
                    "U, X;Y\\Z",
                    11,
                    PLAIN,
                    List.of(line(0, 8, "error", "")),
                    List.of(line(0, 8, "error", ""))),
            device("caf\u00e9", "", 12, state(0, 0, false, true, true, false), List.of(), List.of()),
            device(
                    "vg--x-my--lv-cow",
                    "LVM-q-cow",
                    13,
                    PLAIN,
                    List.of(line(0, 8, "snapshot", "253:2 8:0 P 8")),
                    List.of(line(0, 8, "snapshot", "16/2048 16")),
                    new DeviceNumber(253, 2),
                    new DeviceNumber(99, 1)));

    /** A host that has these, and the disks that they stand on. */
    static Host host(List<FakeDevice> devices) {
        var host = new Host(FakeDeviceMapper.of(devices));
        host.blocks.put(SDA, "sda");
        host.blocks.put(SDB, "sdb");
        devices.forEach(d ->
                host.blocks.put(d.info().number(), "dm-" + d.info().number().minor()));
        return host;
    }
}
