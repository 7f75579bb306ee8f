package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/**
 * What is wrong with an MPB whose checksum holds. Errors of {@link #disk} concern one copy, those of {@link #volume} keep
 * the volume from being started.
 */
final class MpbCheck {
    private static final int MAX_MEMBERS = 16;
    private static final int LAST_MIGR_TYPE = IswVolume.REPAIR;

    private MpbCheck() {}

    /** How this copy fits the disk that bears it. */
    static List<Finding> disk(DiskInfo disk, Mpb mpb) {
        List<Finding> findings = new ArrayList<>();
        var at = new Findings(disk, mpb.size());
        Optional<Integer> own = mpb.indexOf(IswSerial.of(disk));
        if (own.isEmpty()) {
            findings.add(at.at(
                    Mpb.HEAD,
                    Severity.WARNING,
                    "serial",
                    "serial",
                    IswSerial.of(disk).getFirst().text(),
                    mpb.disks().stream().map(d -> d.serial().text()).collect(Collectors.joining(" or ")),
                    "the disk is not used; if it is an image, say whose: --disks PATH,serial=SERIAL"));
        } else {
            int index = own.get();
            long total = mpb.disks().get(index).total(mpb.wide()) * mpb.unit();
            if (total != disk.sectors()) {
                findings.add(at.at(
                        Mpb.HEAD + index * IswDisk.SIZE + 16,
                        Severity.INFO,
                        "total-blocks",
                        "total_blocks",
                        Long.toString(total),
                        Long.toString(disk.sectors()),
                        "a host protected area, or a copy of a disk of another size"));
            }
        }
        if (mpb.volumes().size() < mpb.announcedVolumes()) {
            findings.add(at.at(
                    Mpb.NUM_RAID_DEVS,
                    Severity.ERROR,
                    "num-raid-devs",
                    "num_raid_devs",
                    Integer.toString(mpb.announcedVolumes()),
                    Integer.toString(mpb.volumes().size()),
                    "nothing of this group is started"));
        }
        return findings;
    }

    /** What concerns all volumes. */
    static List<Finding> group(Mpb mpb, Findings at) {
        List<Finding> findings = new ArrayList<>();
        int unsupported = mpb.attributes() & ~Mpb.SUPPORTED_ATTRIBUTES;
        if (unsupported != 0) {
            findings.add(at.at(
                    Mpb.ATTRIBUTES,
                    Severity.ERROR,
                    "attributes",
                    "attributes",
                    String.format("0x%08x", unsupported),
                    "none of these",
                    "the volumes use something that is not understood; they are not started"));
        }
        Set<IswSerial> serials = new HashSet<>();
        for (int i = 0; i < mpb.disks().size(); i++) {
            IswSerial serial = mpb.disks().get(i).serial();
            if (!serials.add(serial)) {
                findings.add(at.at(
                        Mpb.HEAD + i * IswDisk.SIZE,
                        Severity.ERROR,
                        "serial-twice",
                        "serial",
                        serial.text(),
                        "a different one",
                        "members can't be told apart; nothing of this group is started"));
            }
        }
        if (mpb.log().size() > 0) {
            findings.add(at.at(
                    mpb.size() - mpb.log().size(),
                    Severity.WARNING,
                    "bad-blocks",
                    "bbm_log",
                    BadBlocks.of(mpb.log()).entries().size() + " runs of bad sectors",
                    "none",
                    "a disk lost sectors: replace it"));
        }
        return findings;
    }

    /**
     * What keeps a volume from being started.
     *
     * @param present disks that may be used, by their index in the disk table
     */
    static List<Finding> volume(Mpb mpb, int index, Map<Integer, DiskInfo> present, Findings at) {
        var check = new VolumeCheck(mpb, index, present, at);
        check.run();
        return check.findings;
    }

    private static final class VolumeCheck {
        private final Mpb mpb;
        private final int number;
        private final IswVolume volume;
        private final Map<Integer, DiskInfo> present;
        private final Findings at;
        private final int offset;
        private final List<Finding> findings = new ArrayList<>();

        VolumeCheck(Mpb mpb, int number, Map<Integer, DiskInfo> present, Findings at) {
            this.mpb = mpb;
            this.number = number;
            this.volume = mpb.volumes().get(number);
            this.present = present;
            this.at = at;
            int start = Mpb.HEAD + mpb.disks().size() * IswDisk.SIZE;
            for (IswVolume v : mpb.volumes().subList(0, number)) {
                start += v.block().size();
            }
            this.offset = start;
        }

        void run() {
            int mapAt = offset + IswVolume.HEAD;
            for (IswMap map : volume.maps()) {
                map(map, mapAt);
                mapAt += map.block().size();
            }
            migration();
            if (findings.isEmpty()) {
                space();
            }
            boolean twice = mpb.volumes().stream()
                            .filter(v -> v.name().equals(volume.name()))
                            .count()
                    > 1;
            if (twice) {
                error(offset, "name-twice", "volume", IswNames.label(volume), "a name for each volume");
            }
        }

        private void map(IswMap map, int mapAt) {
            Optional<IswLevel> level = IswLevel.of(map);
            if (level.isEmpty()) {
                error(mapAt + 15, "level", "raid_level", Integer.toString(map.level()), "0, 1 or 5");
                return;
            }
            if (map.members() < 1 || map.members() > MAX_MEMBERS || !level.get().allows(map.members())) {
                error(
                        mapAt + IswMap.NUM_MEMBERS,
                        "num-members",
                        "num_members",
                        Integer.toString(map.members()),
                        "what " + level.get() + " allows");
            }
            if (level.get().striped() && (map.strip() * mpb.unit() < 8 || Integer.bitCount(map.strip()) != 1)) {
                error(
                        mapAt + 12,
                        "strip",
                        "blocks_per_strip",
                        Integer.toString(map.strip()),
                        "a power of two, at least 8 sectors");
            }
            if (map.state() > IswMap.FAILED) {
                error(mapAt + 14, "map-state", "map_state", Integer.toString(map.state()), "0..3");
            }
            Set<Integer> seen = new HashSet<>();
            for (int slot = 0; slot < map.members(); slot++) {
                int index = map.index(slot);
                if (index >= mpb.disks().size()) {
                    error(
                            mapAt + IswMap.HEAD + 4 * slot,
                            "ord",
                            "disk_ord_tbl",
                            Integer.toString(index),
                            "less than " + mpb.disks().size());
                } else if (!seen.add(index)) {
                    error(
                            mapAt + IswMap.HEAD + 4 * slot,
                            "ord",
                            "disk_ord_tbl",
                            index + " twice",
                            "each disk in one slot");
                }
            }
        }

        private void migration() {
            IswMap map1 = volume.map1();
            if (map1 == null) {
                return;
            }
            int type = volume.migrType();
            int typeAt = offset + IswVolume.MIGR_STATE + 1;
            if (type > LAST_MIGR_TYPE) {
                error(typeAt, "migrating", "migr_type", Integer.toString(type), "0..5");
            } else if (type == IswVolume.GENERAL || type == IswVolume.STATE_CHANGE) {
                findings.add(at.at(
                        typeAt,
                        Severity.ERROR,
                        "migrating",
                        "migr_type",
                        type == IswVolume.GENERAL ? "general migration" : "state change",
                        "init, rebuild or verify",
                        "let the program that began the reshape finish it; a plain mapping would destroy the volume"));
            } else if (map1.level() != volume.map0().level()
                    || map1.members() != volume.map0().members()
                    || map1.strip() != volume.map0().strip()
                    || map1.pba(mpb.wide()) != volume.map0().pba(mpb.wide())) {
                error(typeAt, "migrating", "map", "two maps of different geometry", "the same geometry");
            }
        }

        private void space() {
            boolean wide = mpb.wide();
            IswMap map = volume.map0();
            long size = volume.size();
            if (size <= 0 || size > Mpb.MAX_UNITS) {
                error(offset + 16, "size", "size", Long.toUnsignedString(size), "1.." + Mpb.MAX_UNITS);
                return;
            }
            long pba = map.pba(wide);
            long perMember = IswLevel.of(map).orElseThrow().perMember(size, map);
            // mdadm rounds sizes, and lets them differ from the map by that much.
            long slack = map.strip() + 2048L;
            if (perMember > map.blocksPerMember(wide) + slack) {
                error(
                        offset + 16,
                        "size",
                        "size",
                        perMember + " per member",
                        "at most blocks_per_member, " + map.blocksPerMember(wide));
            }
            for (int slot = 0; slot < map.members(); slot++) {
                IswDisk disk = mpb.disks().get(map.index(slot));
                long room = units(map.index(slot)) - 2;
                if (pba < 0 || pba > Mpb.MAX_UNITS || (disk.good() && pba > room - perMember)) {
                    error(
                            offset + IswVolume.HEAD,
                            "past-end",
                            "pba_of_lba0",
                            pba + "+" + perMember,
                            "at most " + room + " on " + disk.serial());
                    return;
                }
            }
            for (int other = 0; other < mpb.volumes().size(); other++) {
                if (other != number && overlaps(mpb.volumes().get(other), pba, perMember)) {
                    error(
                            offset + IswVolume.HEAD,
                            "overlap",
                            "pba_of_lba0",
                            pba + "+" + perMember,
                            "not the sectors of volume "
                                    + IswNames.label(mpb.volumes().get(other)));
                }
            }
        }

        /** Of a disk, as its entry tells; more if there is more: writers let the high word of the size go, readers don't look. */
        private long units(int index) {
            long told = mpb.disks().get(index).total(mpb.wide());
            DiskInfo disk = present.get(index);
            return disk == null ? told : Math.max(told, disk.sectors() / mpb.unit());
        }

        private boolean overlaps(IswVolume other, long pba, long perMember) {
            Optional<IswLevel> level = IswLevel.of(other.map0());
            if (level.isEmpty() || other.size() <= 0 || other.size() > Mpb.MAX_UNITS) {
                return false;
            }
            long otherPba = other.map0().pba(mpb.wide());
            long otherLength = level.get().perMember(other.size(), other.map0());
            boolean shares = volume.map0().members() > 0
                    && IntStream.range(0, volume.map0().members())
                            .anyMatch(slot -> other.map0().uses(volume.map0().index(slot)));
            return shares && pba < otherPba + otherLength && otherPba < pba + perMember;
        }

        private void error(int byteOffset, String code, String field, String found, String expected) {
            findings.add(at.at(
                    byteOffset,
                    Severity.ERROR,
                    code,
                    field,
                    found,
                    expected,
                    "volume " + IswNames.label(volume) + " is not started"));
        }
    }
}
