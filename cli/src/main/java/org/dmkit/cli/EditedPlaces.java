package org.dmkit.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.cli.document.Word;
import org.dmkit.raid.model.RefusedException;

/** Where a document has each disk: in slots of one group, or waiting, or left out; not in several of these. */
final class EditedPlaces {
    private final EditedDisks disks;
    private final Map<String, Role> places = new HashMap<>();

    EditedPlaces(EditedDisks disks) {
        this.disks = disks;
    }

    /** Two groups, or two roles in one, that are never the same. */
    private record Role(int group, String of) {}

    void mustDiffer(EditDocument document) throws RefusedException {
        for (int i = 0; i < document.groups().size(); i++) {
            EditDocument.Group group = document.groups().get(i);
            for (EditDocument.Set set : group.sets()) {
                put(new Role(i, "slot"), set);
            }
            put(new Role(i, "spares"), group.spares().orElse(List.of()));
            put(new Role(i, "stale"), group.stale().orElse(List.of()));
        }
    }

    /** A disk that has failed may still be named in its slot. */
    private void put(Role role, EditDocument.Set set) throws RefusedException {
        for (EditDocument.Slot slot : set.slots().orElse(List.of())) {
            boolean gone = slot.state()
                    .map(Word::text)
                    .filter(List.of("failed", "missing")::contains)
                    .isPresent();
            if (slot.disk().isPresent() && !gone) {
                put(role, slot.disk().get());
            }
            if (slot.set().isPresent()) {
                put(role, slot.set().get());
            }
        }
    }

    private void put(Role role, List<Word> words) throws RefusedException {
        for (Word word : words) {
            put(role, word);
        }
    }

    private void put(Role role, Word word) throws RefusedException {
        String disk = disks.find(word).name();
        Role other = places.putIfAbsent(disk, role);
        if (other != null && !other.equals(role)) {
            throw word.at()
                    .refusal(
                            "edit.disk-twice",
                            disk + " in two places",
                            "one",
                            "leave it in one only; a disk of a set that is deleted is free for the next edit");
        }
    }
}
