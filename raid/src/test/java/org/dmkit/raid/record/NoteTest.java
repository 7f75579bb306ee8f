package org.dmkit.raid.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.record.Note.Loss;
import org.dmkit.raid.testing.Trees;
import org.junit.jupiter.api.Test;

class NoteTest {
    private static final DiskInfo A = Trees.disk("sda");
    private static final DiskInfo C = Trees.disk("sdc");

    @Test
    void aStrangerIsWhoIsNoWitnessAndTellsASerial() {
        var silent = new DiskInfo("sdx", 100, 512, " ", null, "", null, false);
        var note = new Note(
                List.of(new Loss("B", 0, 9)), List.of(new Note.Witness(A.serial(), A.sectors(), List.of(), 0)));
        assertThat(note.lossOfStranger(A)).isEmpty();
        assertThat(note.lossOfStranger(silent)).isEmpty();
        assertThat(note.lossOfStranger(C)).isPresent();
        assertThat(note.lossOf(C)).isEmpty();
    }
}
