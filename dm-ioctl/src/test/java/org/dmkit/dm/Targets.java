package org.dmkit.dm;

import java.util.List;
import java.util.OptionalInt;
import org.dmkit.linux.DeviceNumber;

/** A target of every kind, with every variant of its parameters. */
final class Targets {
    private static final DeviceRef SDA = DeviceRef.of(new DeviceNumber(8, 0));
    private static final DeviceRef FAR = DeviceRef.of(new DeviceNumber(4095, 1048575));
    private static final DeviceRef PATH = DeviceRef.ofPath("/dev/disk/by-id/ata-Ärger");
    private static final List<DmTarget.Leg> LEGS =
            List.of(new DmTarget.Leg(SDA, 0), new DmTarget.Leg(FAR, Long.MAX_VALUE), new DmTarget.Leg(PATH, 10));
    private static final List<DmTarget.RaidSlot> SLOTS = List.of(
            new DmTarget.RaidSlot(DeviceRef.NONE, SDA),
            new DmTarget.RaidSlot(FAR, PATH),
            new DmTarget.RaidSlot(DeviceRef.NONE, DeviceRef.NONE));

    static final List<DmTarget> ALL = List.of(
            new DmTarget.Linear(SDA, 0),
            new DmTarget.Linear(FAR, Long.MAX_VALUE),
            new DmTarget.Linear(PATH, 2048),
            new DmTarget.Striped(128, LEGS),
            new DmTarget.Striped(Integer.MAX_VALUE, LEGS.subList(0, 1)),
            new DmTarget.Mirror(512, true, LEGS, true),
            new DmTarget.Mirror(Integer.MAX_VALUE, false, LEGS, false),
            new DmTarget.Raid("raid1", 0, DmTarget.Raid.Sync.DEFAULT, List.of(), OptionalInt.empty(), SLOTS),
            new DmTarget.Raid("raid5_la", 128, DmTarget.Raid.Sync.NOSYNC, List.of(), OptionalInt.of(512), SLOTS),
            new DmTarget.Raid(
                    "raid6_zr",
                    Integer.MAX_VALUE,
                    DmTarget.Raid.Sync.SYNC,
                    List.of(0, 2, 10),
                    OptionalInt.of(Integer.MAX_VALUE),
                    SLOTS),
            new DmTarget.Error(),
            new DmTarget.Zero(),
            new DmTarget.SnapshotOrigin(SDA),
            new DmTarget.Generic("flakey", "8:0 0 60 0"),
            new DmTarget.Generic("fifteen-letters", ""),
            new DmTarget.Generic("crypt", "aes-xts-plain64 :32:logon:schlüssel 0 8:0 0"));

    private Targets() {}
}
