package org.dmkit.formats.isw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dmkit.raid.assemble.Block;

/**
 * The metadata parameter block, decoded: header, disk table, volumes, bad-block log. All that is not understood stays where
 * it was: writing what was read gives the same bytes.
 *
 * <pre>
 * 0x00 32 signature and version
 * 0x20  4 check_sum           of the mpb_size / 4 words, itself counted as 0
 * 0x24  4 mpb_size            bytes, with the bad-block log
 * 0x28  4 family_num
 * 0x2c  4 generation_num      compared as a signed difference
 * 0x34  4 attributes
 * 0x38  1 num_disks
 * 0x39  1 num_raid_devs
 * 0x40  4 orig_family_num     0: use family_num
 * 0x44  4 pwr_cycle_count
 * 0x48  4 bbm_log_size
 * 0x4c  2 num_raid_devs_created
 * 0x50  8 creation_time       seconds since 1970
 * 0xd8    disk table, volumes, bad-block log
 * </pre>
 *
 * @param head the header's 216 bytes
 * @param volumes as many as could be walked; fewer than {@link #announcedVolumes} in a damaged block
 * @param rest bytes between the last volume and the bad-block log
 * @param log the bad-block log, or empty
 * @param unit sectors of 512 bytes in a unit of the fields: 1, or 8 on disks with 4096-byte sectors
 */
record Mpb(Block head, List<IswDisk> disks, List<IswVolume> volumes, Block rest, Block log, int unit) {
    static final int HEAD = 216;
    static final int MIN_SIZE = HEAD + IswDisk.SIZE;
    static final int MAX_SIZE = 65536;
    static final String SIGNATURE = "Intel Raid ISM Cfg Sig. ";

    static final int CHECK_SUM = 0x20;
    static final int MPB_SIZE = 0x24;
    static final int FAMILY = 0x28;
    static final int GENERATION = 0x2c;
    static final int ATTRIBUTES = 0x34;
    static final int NUM_DISKS = 0x38;
    static final int NUM_RAID_DEVS = 0x39;
    static final int ORIG_FAMILY = 0x40;
    static final int POWER_CYCLES = 0x44;
    static final int BBM_LOG_SIZE = 0x48;
    private static final int VOLUMES_MADE = 0x4c;
    private static final int CREATION_TIME = 0x50;

    static final int ATTRIBUTE_2TB_DISK = 0x0400_0000;
    static final int ATTRIBUTE_BBM = 0x0800_0000;
    private static final int ATTRIBUTE_2TB = 0x2000_0000;
    static final int ATTRIBUTE_CHECKSUM = 0x8000_0000;

    /** What a volume may need and still be understood; 0x40000000 is ignored by everybody. */
    static final int SUPPORTED_ATTRIBUTES = 0xec00_0057;

    /** More than any disk has: sizes and addresses up to here can be reckoned with without care. */
    static final long MAX_UNITS = 1L << 48;

    private static final int VERSION = SIGNATURE.length();

    Mpb {
        disks = List.copyOf(disks);
        volumes = List.copyOf(volumes);
    }

    int family() {
        return head.i32(FAMILY);
    }

    /** What stays the same when a writer gives the set a new family. */
    int origin() {
        int origin = head.i32(ORIG_FAMILY);
        return origin != 0 ? origin : family();
    }

    int generation() {
        return head.i32(GENERATION);
    }

    boolean newerThan(Mpb other) {
        return generation() - other.generation() > 0;
    }

    int attributes() {
        return head.i32(ATTRIBUTES);
    }

    int announcedVolumes() {
        return head.u8(NUM_RAID_DEVS);
    }

    /** True if the high words of sizes and addresses mean something. */
    boolean wide() {
        return (attributes() & ATTRIBUTE_2TB_DISK) != 0;
    }

    int size() {
        return HEAD
                + IswDisk.SIZE * disks.size()
                + volumes.stream().mapToInt(v -> v.block().size()).sum()
                + rest.size()
                + log.size();
    }

    /** Index of the entry with one of these serials; the last, as dmraid has it, should there be two. */
    Optional<Integer> indexOf(List<IswSerial> serials) {
        return IntStream.iterate(disks.size() - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> !disks.get(i).serial().isEmpty()
                        && serials.contains(disks.get(i).serial()))
                .boxed()
                .findFirst();
    }

    /** The entry with one of these serials. */
    Optional<IswDisk> disk(List<IswSerial> serials) {
        return indexOf(serials).map(disks::get);
    }

    /**
     * True if disks and volumes are the same in all that decides what is mapped. dmraid writes to each disk a copy with that
     * disk's present SCSI address, and at the deletion of a volume without a new generation: such copies differ in nothing else.
     */
    boolean describesTheSame(Mpb other) {
        return attributes() == other.attributes()
                && unit == other.unit
                && volumes.equals(other.volumes)
                && disks.size() == other.disks.size()
                && IntStream.range(0, disks.size()).allMatch(i -> disks.get(i).isTheSame(other.disks.get(i), wide()));
    }

    Mpb withHead(Block newHead) {
        return new Mpb(newHead, disks, volumes, rest, log, unit);
    }

    Mpb withVolumes(List<IswVolume> newVolumes) {
        return new Mpb(head.with8(NUM_RAID_DEVS, newVolumes.size()), disks, newVolumes, rest, log, unit);
    }

    Mpb withVolume(int index, UnaryOperator<IswVolume> change) {
        List<IswVolume> v = new ArrayList<>(volumes);
        v.set(index, change.apply(v.get(index)));
        return withVolumes(v);
    }

    Mpb withDisks(List<IswDisk> newDisks) {
        return new Mpb(head.with8(NUM_DISKS, newDisks.size()), newDisks, volumes, rest, log, unit);
    }

    Mpb withDisk(int index, UnaryOperator<IswDisk> change) {
        List<IswDisk> d = new ArrayList<>(disks);
        d.set(index, change.apply(d.get(index)));
        return withDisks(d);
    }

    /** Without this entry of the disk table, which no volume may use any more; all that comes after it moves down. */
    Mpb withoutDisk(int index) {
        List<IswDisk> d = new ArrayList<>(disks);
        d.remove(index);
        List<IswVolume> v = volumes.stream()
                .map(volume -> volume.withMaps(m -> m.withoutIndex(index)))
                .toList();
        return withDisks(d).withVolumes(v).withLog(BadBlocks.of(log).withoutDisk(index));
    }

    Mpb withLog(BadBlocks blocks) {
        Block newLog = blocks.block();
        int attributes = newLog.size() == 0 ? attributes() & ~ATTRIBUTE_BBM : attributes();
        Block h = head.with32(BBM_LOG_SIZE, newLog.size()).with32(ATTRIBUTES, attributes);
        return new Mpb(h, disks, volumes, rest, newLog, unit);
    }

    /** With attribute 2TB_DISK; what stood in the high words till now was nothing. */
    Mpb withHighWords() {
        if (wide()) {
            return this;
        }
        Mpb cleared = withDisks(disks.stream().map(IswDisk::withoutHighWord).toList())
                .withVolumes(volumes.stream()
                        .map(v -> v.withMaps(IswMap::withoutHighWords))
                        .toList());
        return cleared.withHead(cleared.head
                .with32(ATTRIBUTES, attributes() | ATTRIBUTE_2TB_DISK)
                .with(VERSION, ascii("1.3.00")));
    }

    /** The next generation. Zeros that an earlier writer left behind the volumes go. */
    Mpb next() {
        Block kept = rest.isZero() ? Block.EMPTY : rest;
        return new Mpb(head.with32(GENERATION, generation() + 1L), disks, volumes, kept, log, unit);
    }

    /** The block of sets that are still to be made, in the generation before the first. */
    static Mpb blank(int family, long created, int unit) {
        Block h = Block.zeros(HEAD)
                .with(0, ascii(SIGNATURE + "1.0.00"))
                .with32(FAMILY, family)
                .with32(ORIG_FAMILY, family)
                .with32(GENERATION, 1)
                .with32(ATTRIBUTES, ATTRIBUTE_CHECKSUM)
                .with32(POWER_CYCLES, 1)
                .with64(CREATION_TIME, created);
        return new Mpb(h, List.of(), List.of(), Block.EMPTY, Block.EMPTY, unit);
    }

    /** How many volumes have been made on these disks, those that are gone counted too: the last one's id. */
    int volumesMade() {
        return head.u16(VOLUMES_MADE);
    }

    /** With another volume behind the others, and a version and attributes that tell readers what it takes. */
    Mpb withNewVolume(IswVolume volume) {
        List<IswVolume> v = new ArrayList<>(volumes);
        v.add(volume);
        Mpb more = withVolumes(v);
        more = more.withHead(more.head.with16(VOLUMES_MADE, volumesMade() + 1));
        int attributes = attributes() | (volume.size() > 0xffff_ffffL ? ATTRIBUTE_2TB : 0);
        if (v.size() > 1 || attributes != ATTRIBUTE_CHECKSUM) {
            for (IswVolume each : v) {
                attributes |= IswLevel.of(each.map0()).map(IswLevel::attribute).orElse(0);
            }
        }
        return more.withHead(more.head.with32(ATTRIBUTES, attributes).with(VERSION, ascii(more.version(attributes))));
    }

    /** As mdadm chooses it. */
    private String version(int attributes) {
        if (volumes.size() > 1 || attributes != ATTRIBUTE_CHECKSUM) {
            return "1.3.00";
        }
        IswMap map = volumes.getFirst().map0();
        if (map.members() > 4) {
            return "1.2.04";
        }
        if (map.level() == 5) {
            return "1.2.02";
        }
        return map.members() > 2 ? "1.2.01" : map.level() == 1 ? "1.1.00" : "1.0.00";
    }

    /** The record of a disk that waits as a spare; it names no set. */
    static Mpb spare(IswDisk disk, boolean wide, int unit) {
        Block h = Block.zeros(HEAD)
                .with(0, ascii(SIGNATURE + "1.0.00"))
                .with32(MPB_SIZE, MIN_SIZE)
                .with32(GENERATION, 1)
                .with32(ATTRIBUTES, ATTRIBUTE_CHECKSUM | (wide ? ATTRIBUTE_2TB_DISK : 0))
                .with8(NUM_DISKS, 1)
                .with32(POWER_CYCLES, 1);
        Mpb mpb = new Mpb(h, List.of(disk), List.of(), Block.EMPTY, Block.EMPTY, unit);
        return mpb.withHead(h.with32(FAMILY, MpbWriter.checksum(MpbWriter.unsigned(mpb))));
    }

    private static Block ascii(String text) {
        return Block.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }
}
