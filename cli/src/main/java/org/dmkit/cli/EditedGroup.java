package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.cli.document.Count;
import org.dmkit.cli.document.FilePlace;
import org.dmkit.cli.document.Word;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Editing;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;

/** A group that is there, as a document has it: what the document says that can't be chosen must be as it is. */
final class EditedGroup {
    private static final String FOLLOWS = "leave it as it is, or out: it follows from other things";

    private final Group t0;
    private final EditDocument.Group wanted;
    private final EditedDisks disks;
    private final Function<String, Running> kernel;

    private EditedGroup(Group t0, EditDocument.Group wanted, EditedDisks disks, Function<String, Running> kernel) {
        this.t0 = t0;
        this.wanted = wanted;
        this.disks = disks;
        this.kernel = kernel;
    }

    /**
     * What has to be done to it.
     *
     * @param kernel what runs under the name of a set
     */
    static Change.Several change(
            Group t0, EditDocument.Group wanted, EditedDisks disks, Function<String, Running> kernel)
            throws RefusedException, IOException {
        return new EditedGroup(t0, wanted, disks, kernel).change();
    }

    private Change.Several change() throws RefusedException {
        mustBe(wanted.format(), t0.format().name(), "edit.format", "make a set in the other format, and copy its data");
        mustBe(
                wanted.revision(),
                Revision.of(t0),
                "edit.outdated",
                "it has changed since; print it anew: dmkit show --json");
        var drawn = new ArrayList<RaidSet>(t0.sets());
        var deleted = new ArrayList<String>();
        var made = new ArrayList<Change.Create>();
        var seen = new HashSet<String>();
        for (EditDocument.Set set : wanted.sets()) {
            if (set.name().isEmpty()) {
                made.add(disks.create(set, List.of()));
                continue;
            }
            Word name = set.name().get();
            RaidSet before = t0.set(name.text())
                    .orElseThrow(() -> name.at()
                            .refusal(
                                    "edit.no-set",
                                    "no set " + name.text() + " in " + t0.name(),
                                    "one that is there",
                                    "a set that shall be made has no name, only a label"));
            if (!seen.add(name.text())) {
                throw name.at().refusal("edit.twice", name.text() + " a second time", "each set once", "say it once");
            }
            RaidSet after = drawn(set, before);
            drawn.set(t0.sets().indexOf(before), after);
            if (set.delete()) {
                if (!after.equals(before)) {
                    throw set.at()
                            .refusal(
                                    "edit.delete-alone",
                                    name.text() + " is deleted, and changed too",
                                    "one of both",
                                    "leave the rest of the set as it is");
                }
                deleted.add(name.text());
            }
        }
        return Editing.of(t0, inTheirPlaces(t0.withSets(drawn)), deleted, made);
    }

    private void mustBe(Optional<Word> said, String is, String code, String remedy) throws RefusedException {
        if (said.isPresent() && !said.get().text().equals(is)) {
            throw said.get()
                    .at()
                    .refusal(
                            code,
                            t0.name() + " is " + is + ", and not " + said.get().text(),
                            is,
                            remedy);
        }
    }

    /** What becomes of disks: a member that has lost its slot is stale, whether the document says so or not. */
    private Group inTheirPlaces(Group sets) throws RefusedException {
        Group placed = sets.shuttingOutMembersOf(t0);
        placed = listed(placed, wanted.stale(), Standing.STALE, Group::shutOut);
        return listed(placed, wanted.spares(), Standing.SPARE, Group::withSpare);
    }

    /** With the disks that are said to be something; who was that, and is not said to be it any more, leaves the group. */
    private Group listed(
            Group group, Optional<List<Word>> said, Standing standing, BiFunction<Group, DiskInfo, Group> as)
            throws RefusedException {
        if (said.isEmpty()) {
            return group;
        }
        List<DiskInfo> listed = disks.find(said.get());
        Group placed = group;
        for (Bearer bearer : group.bearers()) {
            if (bearer.standing() == standing
                    && t0.standing(bearer.disk()).filter(standing::equals).isPresent()
                    && !listed.contains(bearer.disk())) {
                placed = placed.released(bearer.disk());
            }
        }
        for (DiskInfo disk : listed) {
            placed = as.apply(placed, disk);
        }
        return placed;
    }

    private RaidSet drawn(EditDocument.Set set, RaidSet before) throws RefusedException {
        mustKeepShape(set, before);
        for (EditDocument.Fact fact : set.facts()) {
            mustBeAsItIs(fact, before);
        }
        RaidSet labelled =
                set.label().isPresent() ? before.withLabel(set.label().get().text()) : before;
        if (set.slots().isEmpty()) {
            return labelled;
        }
        var components = new ArrayList<Component>();
        for (EditDocument.Slot slot : set.slots().get()) {
            components.add(drawn(slot, before.components().get(components.size()), components.size(), before));
        }
        return labelled.withComponents(components);
    }

    private static void mustKeepShape(EditDocument.Set set, RaidSet before) throws RefusedException {
        mustKeepShape(
                before,
                set.level().map(Word::at),
                set.level().map(Word::text),
                LevelName.of(before).word());
        mustKeepShape(before, set.sectors(), before.size());
        mustKeepShape(before, set.chunk(), before.chunk());
        if (set.slots().isPresent()
                && set.slots().get().size() != before.components().size()) {
            throw set.at().refusal(Editing.reshaped(before.name()));
        }
    }

    private static void mustKeepShape(RaidSet set, Optional<Count> said, long is) throws RefusedException {
        mustKeepShape(set, said.map(Count::at), said.map(Count::value), is);
    }

    private static void mustKeepShape(RaidSet set, Optional<FilePlace> at, Optional<?> said, Object is)
            throws RefusedException {
        if (said.isPresent() && !said.get().equals(is)) {
            throw at.orElseThrow().refusal(Editing.reshaped(set.name()));
        }
    }

    private void mustBeAsItIs(EditDocument.Fact fact, RaidSet set) throws RefusedException {
        String is = Words.forPrograms(
                switch (fact.name()) {
                    case "health" -> set.health();
                    case "resync" -> set.resync();
                    default -> kernel.apply(set.name()).mapping();
                });
        if (!fact.value().text().equals(is)) {
            throw fact.value()
                    .at()
                    .refusal(
                            "edit.follows",
                            fact.name() + " " + fact.value().text() + ", and it is " + is,
                            is,
                            fact.name().equals("mapping")
                                    ? "start and stop it with: dmkit activate " + set.name() + "; dmkit deactivate "
                                            + set.name()
                                    : FOLLOWS);
        }
    }

    private Component drawn(EditDocument.Slot slot, Component before, int number, RaidSet set) throws RefusedException {
        if (slot.number().isPresent() && slot.number().get().value() != number) {
            throw slot.number()
                    .get()
                    .at()
                    .refusal(
                            "edit.slot",
                            "slot " + slot.number().get().value(),
                            "" + number,
                            "slots stand in their order");
        }
        if (before instanceof Component.Subset below) {
            if (slot.set().isEmpty() || slot.disk().isPresent() || slot.state().isPresent()) {
                throw slot.at().refusal(Editing.reshaped(set.name()));
            }
            return new Component.Subset(subset(slot.set().get(), below.set()));
        }
        if (slot.set().isPresent()) {
            throw slot.set().get().at().refusal(Editing.reshaped(set.name()));
        }
        Extent place = before instanceof Component.Member m ? m.extent() : ((Component.Missing) before).extent();
        mustKeepShape(set, slot.start(), place.lba());
        mustKeepShape(set, slot.sectors(), place.count());
        return EditedSlot.of(slot, before, place, disks);
    }

    private RaidSet subset(EditDocument.Set set, RaidSet before) throws RefusedException {
        if (set.name().isPresent() && !set.name().get().text().equals(before.name())) {
            throw set.name()
                    .get()
                    .at()
                    .refusal(
                            "edit.no-set",
                            "no set " + set.name().get().text() + " in this slot",
                            before.name(),
                            FOLLOWS);
        }
        return drawn(set, before);
    }
}
