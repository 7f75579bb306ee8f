package org.dmkit.raid.testing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;

/**
 * A mirror of two, told in words at one sector from the end: {@code NAME SET SLOT}; or {@code NAME > LBA}, and the rest there;
 * or {@code NAME stale SET}. Anything else that begins with NAME is broken.
 */
public record FakeFormat(String name, int fromEnd) implements Format<FakeFormat.Metadata> {
    public record Metadata(String set, int slot) {}

    @Override
    public String description() {
        return name;
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return List.of(new Extent(disk.sectors() - fromEnd, 1));
    }

    @Override
    public Reading<Metadata> read(DiskInfo disk, Sectors sectors) {
        long lba = disk.sectors() - fromEnd;
        Optional<MemorySegment> anchor = sectors.at(lba);
        if (anchor.isEmpty()) {
            return new Reading.Needs<>(List.of(new Extent(lba, 1)));
        }
        String[] words = words(anchor.get());
        if (!words[0].equals(name)) {
            return new Reading.Absent<>();
        }
        while (words[1].equals(">")) {
            var next = new Extent(Long.parseLong(words[2]), 1);
            Optional<MemorySegment> there = sectors.at(next);
            if (there.isEmpty()) {
                return new Reading.Needs<>(List.of(next));
            }
            words = words(there.get());
        }
        if (words.length < 3) {
            return new Reading.Broken<>(List.of(Finding.error(name + ".words")
                    .on(disk)
                    .at(lba)
                    .found("" + words.length)
                    .expected("3")));
        }
        int slot = words[1].equals("stale") ? -1 : Integer.parseInt(words[2]);
        return new Reading.Found<>(
                disk,
                new Metadata(words[1].equals("stale") ? words[2] : words[1], slot),
                List.of(new Extent(lba, 1)),
                List.of());
    }

    private static String[] words(MemorySegment sector) {
        return new String(sector.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII)
                .strip()
                .replace("\0", "")
                .split(" ", -1);
    }

    @Override
    public Assembly assemble(List<Reading.Found<Metadata>> found) {
        var sets = new TreeMap<String, List<Reading.Found<Metadata>>>();
        found.forEach(f ->
                sets.computeIfAbsent(f.metadata().set(), s -> new ArrayList<>()).add(f));
        var groups = new ArrayList<Group>();
        sets.forEach((set, members) -> {
            var slots = new ArrayList<Component>(List.of(Trees.missing(0, 100), Trees.missing(0, 100)));
            var bearers = new ArrayList<Bearer>();
            for (Reading.Found<Metadata> f : members) {
                int slot = f.metadata().slot();
                bearers.add(new Bearer(f.disk(), slot < 0 ? Standing.STALE : Standing.MEMBER, List.of()));
                if (slot >= 0) {
                    slots.set(slot, new Component.Member(f.disk(), new Extent(0, 100), Component.State.IN_SYNC));
                }
            }
            groups.add(new Group(
                    name + "_" + set,
                    bearers,
                    List.of(Trees.set(name + "_" + set, Level.RAID1, 0, 100, slots.toArray(Component[]::new))),
                    Known.shared(this, new Metadata(set, 0))));
        });
        return new Assembly(groups, List.of());
    }

    @Override
    public Optional<MetadataWriter<Metadata>> writer() {
        return Optional.of(new NoWriter<>(false));
    }
}
