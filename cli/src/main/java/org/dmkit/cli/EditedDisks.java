package org.dmkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.document.Word;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/** Finds the disks that a document names, and what shall be made of blank ones. */
final class EditedDisks {
    private final Selection selection;

    EditedDisks(Selection selection) {
        this.selection = selection;
    }

    DiskInfo find(Word name) throws RefusedException {
        try {
            return selection.disk(name.text());
        } catch (RefusedException e) {
            throw name.at().refusal(e);
        }
    }

    List<DiskInfo> find(List<Word> names) throws RefusedException {
        var found = new ArrayList<DiskInfo>();
        for (Word name : names) {
            found.add(find(name));
        }
        return found;
    }

    /** A set that shall be made: a wish, which the format completes. */
    Change.Create create(EditDocument.Set set, List<Word> spares) throws RefusedException {
        for (EditDocument.Fact fact : set.facts()) {
            throw fact.value()
                    .at()
                    .refusal("edit.create", fact.name() + " of a set that is only made", "nothing", "leave it out");
        }
        if (set.delete()) {
            throw set.at().refusal("edit.no-set", "a set without a name is to be deleted", "its name", "say its name");
        }
        var wish = new Wish(
                set.label().map(Word::text).orElse(""),
                kind(set),
                set.chunk()
                        .map(c -> OptionalInt.of((int) Math.min(Integer.MAX_VALUE, c.value())))
                        .orElse(OptionalInt.empty()),
                set.sectors().map(s -> OptionalLong.of(s.value())).orElse(OptionalLong.empty()));
        var members = new ArrayList<DiskInfo>();
        for (EditDocument.Slot slot : set.slots().orElse(List.of())) {
            members.add(member(slot, members.size()));
        }
        return new Change.Create(wish, members, find(spares));
    }

    private static Wish.Kind kind(EditDocument.Set set) throws RefusedException {
        Word level = set.level()
                .orElseThrow(() -> set.at()
                        .refusal(
                                "edit.create",
                                "a set that shall be made, without a level",
                                "label, level and slots",
                                "say label, level and slots; or the name of a set that is there"));
        return Wish.Kind.of(level.text())
                .orElseThrow(() -> level.at()
                        .refusal(
                                "cli.level",
                                "no set can be made in level " + level.text(),
                                "0, 1, 5 or 10",
                                "say one of raid0, raid1, raid5, raid10"));
    }

    private DiskInfo member(EditDocument.Slot slot, int number) throws RefusedException {
        boolean plain = slot.set().isEmpty()
                && slot.start().isEmpty()
                && slot.sectors().isEmpty()
                && slot.label().isEmpty()
                && slot.state().isEmpty()
                && slot.number().map(n -> n.value() == number).orElse(true);
        Optional<Word> disk = slot.disk();
        if (!plain || disk.isEmpty()) {
            throw slot.at()
                    .refusal(
                            "edit.create",
                            "a slot of a set that is only made",
                            "a disk, and nothing else",
                            "say only which disk: the format knows the rest");
        }
        return find(disk.get());
    }
}
