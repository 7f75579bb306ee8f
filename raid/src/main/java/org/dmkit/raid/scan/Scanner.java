package org.dmkit.raid.scan;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.DiskEnds;
import org.dmkit.raid.read.DiskSectors;
import org.dmkit.raid.read.ScanReader;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.record.NoteCheck;
import org.dmkit.raid.record.NotedLosses;
import org.dmkit.raid.record.RedoCopies;
import org.dmkit.raid.record.SerialAndSize;

/**
 * Finds the metadata on disks and puts them together. Reads all disks in one batch, then what the metadata point to in a few
 * more; formats see memory only. Nothing on a disk, and no disk that can't be read, makes it fail.
 */
public final class Scanner {
    /** Batches before a format that still wants more is given up on. */
    private static final int ROUNDS = 4;

    /** Sectors of a disk: no note of ours asks for more. */
    private static final long MOST_WITNESSED = 16384;

    private final Map<Disk, DiskSectors> sectors = new LinkedHashMap<>();
    private final List<FormatReadings<?>> readings = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Format<?>> formats;

    private final Optional<Journal> journal;

    private Scanner(List<Disk> disks, Optional<Journal> journal, List<Format<?>> formats) {
        this.journal = journal;
        this.formats = formats;
        for (Disk disk : disks) {
            sectors.put(disk, new DiskSectors(disk.info()));
        }
        formats.forEach(f -> readings.add(new FormatReadings<>(f)));
    }

    /**
     * Scans.
     *
     * @param disks unique by name
     * @param formats which to look for; a disk is tried against each, in this order
     */
    public static Scan scan(List<Disk> disks, BatchReader reader, List<Format<?>> formats) {
        return scan(disks, Optional.empty(), reader, formats);
    }

    /** Scans a machine, its journal included. */
    public static Scan scan(Machine machine, List<Format<?>> formats) {
        return scan(machine.disks(), machine.journal(), machine.reader(), formats);
    }

    private static Scan scan(List<Disk> disks, Optional<Journal> journal, BatchReader reader, List<Format<?>> formats) {
        Arena arena = Arena.ofShared();
        try {
            var scanner = new Scanner(disks, journal, formats);
            var into = new ScanReader(arena, reader, scanner.findings);
            scanner.read(into);
            return scanner.result(arena, into);
        } catch (RuntimeException | Error broken) {
            arena.close();
            throw broken;
        }
    }

    private void read(ScanReader reader) {
        var wanted = new LinkedHashMap<Disk, List<Extent>>();
        for (Disk disk : sectors.keySet()) {
            var extents = new ArrayList<Extent>();
            if (disk.info().sectors() > 0) {
                extents.add(DiskEnds.headOf(disk.info()));
                extents.add(DiskEnds.tailOf(disk.info()));
                formats.forEach(f -> extents.addAll(f.anchors(disk.info())));
            }
            wanted.put(disk, extents);
        }
        for (int round = 0; round < ROUNDS && reader.read(wanted, sectors); round++) {
            wanted.clear();
            sectors.forEach((disk, read) -> {
                List<Extent> more = decode(disk, read);
                if (!more.isEmpty()) {
                    wanted.put(disk, more);
                }
            });
        }
    }

    /** Lets each format that isn't done with this disk look at it; what they want read next. */
    private List<Extent> decode(Disk disk, DiskSectors read) {
        if (read.nothingRead() || isBlank(read)) {
            return List.of();
        }
        var wanted = new ArrayList<Extent>();
        readings.forEach(f -> wanted.addAll(f.look(disk.info(), read)));
        return wanted;
    }

    /** Then no format is asked: zeros are nobody's metadata, and most disks of a large machine may be blank. */
    private static boolean isBlank(DiskSectors read) {
        return !read.nothingRead() && read.allRead() && read.allZero();
    }

    private Scan result(Arena arena, ScanReader reader) {
        var signatures = new LinkedHashMap<String, List<String>>();
        var blank = new ArrayList<DiskInfo>();
        sectors.forEach((disk, read) -> {
            if (isBlank(read)) {
                signatures.put(disk.info().name(), List.of());
                blank.add(disk.info());
                return;
            }
            var names = new ArrayList<String>();
            readings.forEach(looking -> {
                Reading<?> reading = looking.of(disk.info());
                // Most are; and a switch over patterns is linked when it is first run.
                if (!(reading instanceof Reading.Absent<?>)) {
                    names.addAll(signature(disk, looking.format(), reading));
                }
            });
            names.addAll(PartitionTables.names(read));
            names.addAll(OtherSignatures.names(read));
            signatures.put(disk.info().name(), List.copyOf(names));
        });
        List<Finds<?>> found = found();
        var ofSets = new ArrayList<Finding>();
        var byFormats = new GroupsByDisk(new Claims(found).settle(ofSets));
        RedoCopies redo = RedoCopies.find(sectors, journal, byFormats);
        reader.read(witnessed(redo), sectors);
        NotedLosses noted = NotedLosses.of(byFormats, redo.byDisk(), new NoteCheck(sectors.values()));
        var groups = new GroupsByDisk(new NotedGroups(found, noted).settle(byFormats, ofSets));
        findings.addAll(ofSets);
        Map<String, List<Finding>> told = findings.stream()
                .filter(f -> f.disk().isPresent())
                .collect(Collectors.groupingBy(f -> f.disk().orElseThrow()));
        groups.all().forEach(g -> findings.addAll(GroupFindings.of(g, told)));
        var byName = new HashMap<String, DiskSectors>();
        sectors.forEach((disk, read) -> byName.put(disk.info().name(), read));
        Set<String> names = formats.stream().map(Format::name).collect(Collectors.toSet());
        return new Scan(arena, names, byName, found, byFormats, groups, findings, signatures, blank, redo, noted);
    }

    /** Tells what a format found on a disk; its name, if the disk bears its signature. */
    private List<String> signature(Disk disk, Format<?> format, Reading<?> reading) {
        return switch (reading) {
            case Reading.Absent<?> a -> List.of();
            case Reading.Needs<?> n -> {
                findings.add(unfinished(disk, format, n));
                yield List.of();
            }
            case Reading.Broken<?> b -> {
                tell(
                        format,
                        b.findings().stream().map(f -> damaged(disk, format, f)).toList());
                yield List.of(format.name());
            }
            case Reading.Found<?> f -> {
                tell(format, f.findings());
                yield List.of(format.name());
            }
        };
    }

    /** Metadata that notes bear witness to, of which formats may read less: a second copy. */
    private Map<Disk, List<Extent>> witnessed(RedoCopies redo) {
        var wanted = new LinkedHashMap<Disk, List<Extent>>();
        Map<SerialAndSize, Set<Extent>> witnessed = redo.witnessed();
        for (Disk disk : sectors.keySet()) {
            List<Extent> extents = List.copyOf(witnessed.getOrDefault(SerialAndSize.of(disk.info()), Set.of()));
            if (extents.stream().mapToLong(Extent::count).sum() <= MOST_WITNESSED) {
                wanted.put(disk, extents);
            }
        }
        return wanted;
    }

    /** Formats in the order of their first disks, so that groups are told in that of the disks. */
    private List<Finds<?>> found() {
        List<DiskInfo> disks = sectors.keySet().stream().map(Disk::info).toList();
        List<Finds<?>> found = new ArrayList<>();
        readings.forEach(f -> found.add(f.finds()));
        found.sort((a, b) -> Integer.compare(first(a, disks), first(b, disks)));
        return found;
    }

    private static int first(Finds<?> finds, List<DiskInfo> disks) {
        return finds.disks().findFirst().map(disks::indexOf).orElse(disks.size());
    }

    /** Whatever is wrong, the same is to be done. */
    private static Finding damaged(Disk disk, Format<?> format, Finding f) {
        return f.severity() == Finding.Severity.ERROR ? f.remedy(Remedy.damaged(disk.info(), format.name())) : f;
    }

    private static Finding unfinished(Disk disk, Format<?> format, Reading.Needs<?> needs) {
        Finding finding = Finding.error(format.name() + ".unreadable")
                .from(format.name())
                .on(disk.info())
                .found("metadata that point to sectors which could not be read");
        return needs.extents().isEmpty()
                ? finding
                : finding.at(needs.extents().getFirst().lba());
    }

    /** Formats need not say who they are. */
    private void tell(Format<?> format, List<Finding> told) {
        told.forEach(f -> findings.add(f.from(format.name())));
    }
}
