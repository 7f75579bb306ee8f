package org.dmkit.formats.ddf1;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/**
 * Decodes one disk: the anchor, the headers it leads to, then the sections of the copy that counts. Three rounds at most;
 * bounds everything that the bytes announce; never throws for what they say.
 */
final class DdfReader {
    /** Sections end at this many sectors: four thousand entries need 512, seventy of the longest records about 7000. */
    private static final long MOST_TABLE = 512;

    private static final long MOST_RECORDS = 8192;

    /** Sectors at each end in which some format has an anchor. */
    private static final long ENDS = 16384;

    /** Adaptec keeps its anchor so far from the end. */
    private static final long ADAPTEC_DISTANCE = 257;

    static final long PHYSICAL_DISKS = 0x2222_2222L;
    static final long DISK_DATA = 0x3333_3333L;
    static final long VIRTUAL_DISKS = 0xdddd_ddddL;
    private static final long CONTROLLER = 0xad11_1111L;
    static final long SPARE_RECORD = 0x5555_5555L;

    private final DiskInfo disk;
    private final Sectors sectors;
    private final long anchorLba;
    private final DdfHeader anchor;
    private final boolean bigEndian;
    private final List<Finding> findings = new ArrayList<>();

    private DdfReader(DiskInfo disk, Sectors sectors, long anchorLba, Block sector) {
        this.disk = disk;
        this.sectors = sectors;
        this.anchorLba = anchorLba;
        this.bigEndian = sector.u8(0) == 0xde;
        this.anchor = new DdfHeader(bigEndian ? sector.bigEndian() : sector);
    }

    static List<Extent> anchors(DiskInfo disk) {
        var anchors = new ArrayList<Extent>();
        for (long distance : new long[] {1, ADAPTEC_DISTANCE}) {
            if (disk.sectors() > distance) {
                anchors.add(new Extent(disk.sectors() - distance, 1));
            }
        }
        return anchors;
    }

    /** Like dmraid, takes the anchor before the end only if none at the end leads anywhere. */
    static Reading<DdfDisk> read(DiskInfo disk, Sectors sectors) {
        Reading<DdfDisk> first = new Reading.Absent<>();
        var unread = new ArrayList<Extent>();
        for (Extent place : anchors(disk)) {
            Optional<MemorySegment> sector = sectors.at(place);
            if (sector.isEmpty()) {
                unread.add(place);
                continue;
            }
            Block block = Block.copyOf(sector.get());
            long signature = block.u32(0);
            if (signature != DdfHeader.SIGNATURE && signature != DdfHeader.SIGNATURE_SWAPPED) {
                continue;
            }
            Reading<DdfDisk> reading = new DdfReader(disk, sectors, place.lba(), block).decode();
            if (!(reading instanceof Reading.Broken<DdfDisk>)) {
                return reading;
            }
            first = first instanceof Reading.Broken<DdfDisk> ? first : reading;
        }
        boolean nothing = unread.size() == anchors(disk).size() && !unread.isEmpty();
        return nothing ? new Reading.Needs<>(unread) : first;
    }

    private Reading<DdfDisk> decode() {
        if (DdfChecksum.of(anchor.block()) == DdfChecksum.WRONG) {
            // Nothing but the way to the copies is taken from it, and these must tell the same.
            warn(anchorLba, "checksum", "anchor CRC", "a wrong checksum", "a right one; the copies are believed");
        }
        var places = new EnumMap<Kind, Long>(Kind.class);
        for (Kind kind : Kind.values()) {
            long lba = kind.lba(anchor);
            if (lba > 0 && lba < disk.sectors() && lba != anchorLba) {
                places.put(kind, lba);
            }
        }
        if (places.isEmpty()) {
            return broken(
                    anchorLba,
                    "copy-lba",
                    "primary LBA",
                    Long.toUnsignedString(anchor.primaryLba()),
                    "a sector of the disk, which has " + disk.sectors());
        }
        List<Extent> missing = places.values().stream()
                .map(lba -> new Extent(lba, 1))
                .filter(e -> sectors.at(e).isEmpty())
                .toList();
        if (missing.size() == places.size() || (!missing.isEmpty() && !answered(places))) {
            return new Reading.Needs<>(missing);
        }
        var headers = new EnumMap<Kind, DdfHeader>(Kind.class);
        places.forEach((kind, lba) -> header(kind, lba).ifPresent(h -> headers.put(kind, h)));
        if (headers.isEmpty()) {
            findings.add(Findings.at(
                    disk,
                    anchorLba,
                    Severity.ERROR,
                    "no-copy",
                    "primary LBA",
                    "no copy whose header holds",
                    "at least one",
                    Findings.ERASE));
            return new Reading.Broken<>(findings);
        }
        Kind active = active(headers);
        long lba = places.getOrDefault(active, 0L);
        return sections(headers, headers.getOrDefault(active, anchor), lba);
    }

    /** The two copies. */
    private enum Kind {
        PRIMARY(DdfHeader.PRIMARY),
        SECONDARY(DdfHeader.SECONDARY);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        long lba(DdfHeader header) {
            return header.lba(type);
        }
    }

    /**
     * True if one header was read on our asking, so that the other, asked for with it, can't be read at all. What lies near the
     * ends, where a scan reads for other formats too, proves nothing.
     */
    private boolean answered(Map<Kind, Long> places) {
        return places.values().stream()
                .anyMatch(lba -> lba > ENDS
                        && lba < disk.sectors() - ENDS
                        && sectors.at(lba).isPresent());
    }

    /** The header of a copy, if it holds: as mdadm has it, it must be whole and point where the anchor does. */
    private Optional<DdfHeader> header(Kind kind, long lba) {
        Optional<MemorySegment> sector = sectors.at(lba);
        String name = kind == Kind.PRIMARY ? "primary header" : "secondary header";
        if (sector.isEmpty()) {
            warn(lba, "unreadable", name, "a sector that can't be read", "");
            return Optional.empty();
        }
        var header = new DdfHeader(ordered(sector.get()));
        String wrong = "";
        if (header.signature() != DdfHeader.SIGNATURE) {
            wrong = String.format("signature %08x", header.signature());
        } else if (DdfChecksum.of(header.block()) == DdfChecksum.WRONG) {
            wrong = "a wrong checksum";
        } else if (!header.guid().equals(anchor.guid())) {
            wrong = "container " + header.guid();
        } else if (header.type() != kind.type
                || header.primaryLba() != anchor.primaryLba()
                || header.secondaryLba() != anchor.secondaryLba()) {
            wrong = "type or place of another header";
        }
        if (wrong.isEmpty()) {
            return Optional.of(header);
        }
        warn(lba, "header", name, wrong, "what the anchor announces; the copy is not used");
        return Optional.empty();
    }

    /** The primary, unless the secondary is closed and newer, or the primary was being written. */
    private static Kind active(Map<Kind, DdfHeader> headers) {
        DdfHeader primary = headers.get(Kind.PRIMARY);
        DdfHeader secondary = headers.get(Kind.SECONDARY);
        if (primary == null || secondary == null) {
            return primary == null ? Kind.SECONDARY : Kind.PRIMARY;
        }
        boolean newer = secondary.sequence() > primary.sequence()
                || (secondary.sequence() == primary.sequence() && primary.open());
        return newer && !secondary.open() ? Kind.SECONDARY : Kind.PRIMARY;
    }

    private Reading<DdfDisk> sections(Map<Kind, DdfHeader> headers, DdfHeader header, long lba) {
        if (header.recordLength() == 0) {
            return broken(lba, "record-length", "configuration record length", "0", "2 sectors or more");
        }
        var extents = new EnumMap<Section, Extent>(Section.class);
        for (Section section : List.of(
                Section.CONTROLLER,
                Section.PHYSICAL_DISKS,
                Section.VIRTUAL_DISKS,
                Section.CONFIGURATION,
                Section.DISK_DATA)) {
            long length = length(header, section);
            long start = lba + header.offset(section);
            if (header.has(section) && length <= most(section) && start + length <= disk.sectors()) {
                extents.put(section, new Extent(start, length));
            } else if (section != Section.CONTROLLER) {
                return broken(
                        lba,
                        "section",
                        section.title(),
                        header.offset(section) + "+" + header.length(section),
                        "a section of at most " + most(section) + " sectors on the disk");
            }
        }
        var blocks = new EnumMap<Section, Block>(Section.class);
        var missing = new ArrayList<Extent>();
        extents.forEach((section, extent) ->
                sectors.at(extent).ifPresentOrElse(s -> blocks.put(section, ordered(s)), () -> missing.add(extent)));
        if (!missing.isEmpty()) {
            return new Reading.Needs<>(missing);
        }
        return decode(headers, header, lba, extents, blocks);
    }

    /** Of the two sections that are one structure, the structure. */
    private static long length(DdfHeader header, Section section) {
        return section == Section.CONTROLLER || section == Section.DISK_DATA ? 1 : header.length(section);
    }

    private static long most(Section section) {
        return section == Section.CONFIGURATION ? MOST_RECORDS : MOST_TABLE;
    }

    private Reading<DdfDisk> decode(
            Map<Kind, DdfHeader> headers,
            DdfHeader header,
            long lba,
            Map<Section, Extent> extents,
            Map<Section, Block> blocks) {
        Block physical = blocks.getOrDefault(Section.PHYSICAL_DISKS, Block.EMPTY);
        Block virtual = blocks.getOrDefault(Section.VIRTUAL_DISKS, Block.EMPTY);
        Block diskData = blocks.getOrDefault(Section.DISK_DATA, Block.EMPTY);
        Block controller = blocks.getOrDefault(Section.CONTROLLER, Block.EMPTY);
        if (controller.size() > 0 && controller.u32(0) != CONTROLLER) {
            controller = Block.EMPTY;
        }
        for (Section section : List.of(Section.PHYSICAL_DISKS, Section.VIRTUAL_DISKS, Section.DISK_DATA)) {
            long found = blocks.getOrDefault(section, Block.EMPTY).u32(0);
            if (!signatures(section).contains(found)) {
                return broken(
                        extents.getOrDefault(section, new Extent(lba, 1)).lba(),
                        "signature",
                        section.title(),
                        String.format("%08x", found),
                        String.format("%08x", signatures(section).getFirst()));
            }
        }
        if (physical.u32(0) == DISK_DATA) {
            warn(
                    lba + header.offset(Section.PHYSICAL_DISKS),
                    "signature",
                    Section.PHYSICAL_DISKS.title(),
                    "the signature of the disk data, as an old mdadm wrote it",
                    "22222222");
        }
        extents.forEach((section, extent) -> {
            if (section != Section.CONFIGURATION && section != Section.CONTROLLER) {
                checksum(extent.lba(), section.title(), blocks.getOrDefault(section, Block.EMPTY));
            }
        });
        var decoded = new DdfDisk(
                anchorLba,
                anchor,
                List.copyOf(headers.values()),
                header,
                lba,
                controller,
                physical,
                virtual,
                blocks.getOrDefault(Section.CONFIGURATION, Block.EMPTY),
                diskData);
        if (decoded.entry(decoded.reference()).isEmpty()) {
            return broken(
                    lba + header.offset(Section.DISK_DATA),
                    "not-in-table",
                    "PD_Reference",
                    PhysicalDisk.label(decoded.reference()),
                    "a disk of its own table of physical disks");
        }
        records(decoded, lba + header.offset(Section.CONFIGURATION));
        return new Reading.Found<>(disk, decoded, decoded.extents(disk.sectors()), findings);
    }

    private static List<Long> signatures(Section section) {
        return switch (section) {
            case PHYSICAL_DISKS -> List.of(PHYSICAL_DISKS, DISK_DATA);
            case VIRTUAL_DISKS -> List.of(VIRTUAL_DISKS);
            default -> List.of(DISK_DATA);
        };
    }

    private void records(DdfDisk decoded, long lba) {
        List<Block> slots = decoded.slots();
        for (int i = 0; i < slots.size(); i++) {
            long signature = slots.get(i).u32(0);
            if (signature == ConfigRecord.SIGNATURE || signature == SPARE_RECORD) {
                checksum(lba + (long) i * decoded.active().recordLength(), "configuration record " + i, slots.get(i));
            }
        }
    }

    /** No peer minds a wrong one in a section; where disks tell different things it decides whom to believe. */
    private void checksum(long lba, String field, Block structure) {
        if (DdfChecksum.of(structure) == DdfChecksum.WRONG) {
            warn(lba, "checksum", field, "a wrong checksum", "a right one; used as it is");
        }
    }

    private Block ordered(MemorySegment segment) {
        Block block = Block.copyOf(segment);
        return bigEndian ? block.bigEndian() : block;
    }

    private void warn(long lba, String code, String field, String found, String expected) {
        findings.add(Findings.at(disk, lba, Severity.WARNING, code, field, found, expected, ""));
    }

    private Reading<DdfDisk> broken(long lba, String code, String field, String found, String expected) {
        findings.add(Findings.at(disk, lba, Severity.ERROR, code, field, found, expected, Findings.ERASE));
        return new Reading.Broken<>(findings);
    }
}
