package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what was read, but for what was changed. */
class SilImagesTest {
    private static final SilFormat FORMAT = new SilFormat();

    static List<String> cases() {
        return CorpusDisks.names(FORMAT);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_disk_whose_copies_are_sound_is_written_as_it_was(String name) {
        CorpusDisks<SilMetadata> c = CorpusDisks.load(FORMAT, name);
        for (Reading.Found<SilMetadata> found : c.found()) {
            if (found.findings().isEmpty()) {
                List<Image> images = found.metadata().images(found.disk());
                assertThat(images)
                        .hasSize(4)
                        .allSatisfy(i -> assertThat(i.bytes())
                                .isEqualTo(c.get(found.disk().name(), i.extent())));
            }
        }
    }

    @Test
    void a_changed_block_is_valid_and_the_last_sector_comes_first() {
        CorpusDisks<SilMetadata> c = CorpusDisks.load(FORMAT, "raid1-3way");
        Reading.Found<SilMetadata> found = c.found().getFirst();
        SilMetadata changed = found.metadata().withStatus(2).withIncarnation(0x1234_5678);
        List<Image> images = changed.images(found.disk());
        assertThat(images.getFirst().lba()).isEqualTo(found.disk().sectors() - 1);
        images.forEach(i -> c.put(found.disk().name(), i.lba(), i.bytes()));
        Reading.Found<SilMetadata> again =
                (Reading.Found<SilMetadata>) c.reading(found.disk().name());
        assertThat(again.findings()).isEmpty();
        assertThat(again.metadata()).isEqualTo(changed.sealed());
    }
}
