package org.dmkit.raid.testing;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;

/** A format that reads what {@link FakeFormat} reads, and may make something else of it. */
public interface WordsOf extends Format<FakeFormat.Metadata> {
    FakeFormat words();

    @Override
    default String name() {
        return words().name();
    }

    @Override
    default String description() {
        return words().description();
    }

    @Override
    default List<Extent> anchors(DiskInfo disk) {
        return words().anchors(disk);
    }

    @Override
    default Reading<FakeFormat.Metadata> read(DiskInfo disk, Sectors sectors) {
        return words().read(disk, sectors);
    }

    @Override
    default Assembly assemble(List<Reading.Found<FakeFormat.Metadata>> found) {
        return words().assemble(found);
    }
}
