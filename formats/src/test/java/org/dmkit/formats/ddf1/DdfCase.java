package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/** The disks of a case, to be changed and read again. */
record DdfCase(CorpusDisks<DdfDisk> corpus) {
    static DdfCase load(String name) {
        return new DdfCase(CorpusDisks.load(new Ddf1Format(), name));
    }

    DdfCase copy() {
        return new DdfCase(corpus.copy());
    }

    DdfCase without(String disk) {
        corpus.without(disk);
        return this;
    }

    List<String> names() {
        return corpus.disks().stream().map(DiskInfo::name).toList();
    }

    DiskInfo disk(String name) {
        return corpus.disk(name);
    }

    byte[] sector(String disk, long lba) {
        return corpus.get(disk, new Extent(lba, 1));
    }

    void put(String disk, long lba, byte[] sector) {
        corpus.put(disk, lba, sector);
    }

    Reading<DdfDisk> reading(String disk) {
        return corpus.reading(disk);
    }

    Reading.Found<DdfDisk> found(String disk) {
        return (Reading.Found<DdfDisk>) reading(disk);
    }

    List<Reading.Found<DdfDisk>> found() {
        return corpus.found();
    }

    Assembly assemble() {
        return corpus.assemble();
    }

    Group group() {
        return corpus.group();
    }

    /** The only set; it may be started. */
    RaidSet set() {
        Group group = group();
        if (!group.blocked().isEmpty() || group.sets().size() != 1) {
            throw new AssertionError(group.sets() + " " + group.blocked());
        }
        return group.sets().getFirst();
    }

    /** Codes of what keeps sets from being started. */
    List<String> blocked() {
        return group().blocked().values().stream().map(Finding::code).toList();
    }

    /** Codes of all findings on the disks and on the sets, sorted, each once. */
    List<String> codes() {
        return Stream.concat(found().stream().flatMap(f -> f.findings().stream()), assemble().findings().stream())
                .map(Finding::code)
                .distinct()
                .sorted()
                .toList();
    }
}
