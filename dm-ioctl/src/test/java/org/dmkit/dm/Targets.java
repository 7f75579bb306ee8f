package org.dmkit.dm;

import java.util.List;
import java.util.OptionalInt;
import org.dmkit.linux.DeviceNumber;

/** A target of every kind, with every variant of its parameters. */
final class Targets {
    private static final DeviceRef SDA = DeviceRef.of(new DeviceNumber(8, 0));
    private static final DeviceRef FAR = DeviceRef.of(new DeviceNumber(4095, 1048575));
    private static final DeviceRef PATH = DeviceRef.ofPath("/dev/disk/by-id/ata-Ärger");
    private static final List<Target.Leg> LEGS =
            List.of(new Target.Leg(SDA, 0), new Target.Leg(FAR, Long.MAX_VALUE), new Target.Leg(PATH, 10));
    private static final List<Target.RaidSlot> SLOTS = List.of(
            new Target.RaidSlot(DeviceRef.NONE, SDA),
            new Target.RaidSlot(FAR, PATH),
            new Target.RaidSlot(DeviceRef.NONE, DeviceRef.NONE));

    static final List<Target> ALL = List.of(
            new Target.Linear(SDA, 0),
            new Target.Linear(FAR, Long.MAX_VALUE),
            new Target.Linear(PATH, 2048),
            new Target.Striped(128, LEGS),
            new Target.Striped(Integer.MAX_VALUE, LEGS.subList(0, 1)),
            new Target.Mirror(512, true, LEGS, true),
            new Target.Mirror(Integer.MAX_VALUE, false, LEGS, false),
            new Target.Raid("raid1", 0, Target.Raid.Sync.DEFAULT, List.of(), OptionalInt.empty(), SLOTS),
            new Target.Raid("raid5_la", 128, Target.Raid.Sync.NOSYNC, List.of(), OptionalInt.of(512), SLOTS),
            new Target.Raid(
                    "raid6_zr",
                    Integer.MAX_VALUE,
                    Target.Raid.Sync.SYNC,
                    List.of(0, 2, 10),
                    OptionalInt.of(Integer.MAX_VALUE),
                    SLOTS),
            new Target.Error(),
            new Target.Zero(),
            new Target.SnapshotOrigin(SDA),
            new Target.Generic("flakey", "8:0 0 60 0"),
            new Target.Generic("fifteen-letters", ""),
            new Target.Generic("crypt", "aes-xts-plain64 :32:logon:schlüssel 0 8:0 0"));

    private Targets() {}
}
