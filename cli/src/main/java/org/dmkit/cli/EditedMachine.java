package org.dmkit.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dmkit.cli.document.Word;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.GroupChange;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RefusedException;

/** What a document wants of all groups that it tells of, and of none other. */
final class EditedMachine {
    private final Controller controller;
    private final EditedDisks disks;
    private final Map<String, Running> running;
    private final List<GroupChange> changes = new ArrayList<>();

    /** @param running what the kernel says of sets that run */
    EditedMachine(Controller controller, EditedDisks disks, Map<String, Running> running) {
        this.controller = controller;
        this.disks = disks;
        this.running = running;
    }

    /**
     * What has to be done, which may be nothing.
     *
     * @param lot for what tells new sets from any others
     */
    List<GroupChange> changes(EditDocument document, RandomGenerator lot, Instant now)
            throws RefusedException, IOException {
        new EditedPlaces(disks).mustDiffer(document);
        for (EditDocument.Group wanted : document.groups()) {
            if (wanted.name().isPresent()) {
                edit(wanted, wanted.name().get());
            } else {
                make(wanted, lot.nextLong(), now);
            }
        }
        return List.copyOf(changes);
    }

    private void edit(EditDocument.Group wanted, Word name) throws RefusedException, IOException {
        Group t0 = controller.scan().groups().stream()
                .filter(g -> g.name().equals(name.text()))
                .findFirst()
                .orElseThrow(() -> name.at()
                        .refusal(
                                "edit.no-group",
                                "no group " + name.text(),
                                "one that dmkit show lists",
                                "a group that shall be made has no name, only a format"));
        if (changes.stream().anyMatch(c -> c.group().equals(t0))) {
            throw name.at().refusal("edit.twice", name.text() + " a second time", "each group once", "say it once");
        }
        Change.Several change = EditedGroup.change(t0, wanted, disks, set -> running.getOrDefault(set, Running.NOT));
        if (!change.changes().isEmpty()) {
            changes.add(new GroupChange(t0, change));
        }
    }

    private void make(EditDocument.Group wanted, long seed, Instant now) throws RefusedException {
        if (wanted.sets().isEmpty()
                || wanted.stale().isPresent()
                || wanted.revision().isPresent()) {
            throw wanted.at()
                    .refusal(
                            "edit.create",
                            "a group without a name, which shall be made",
                            "format, sets and perhaps spares, and nothing else",
                            "say format and sets; or the name of a group that is there");
        }
        Format<?> format = format(wanted);
        var made = new ArrayList<Change>();
        for (EditDocument.Set set : wanted.sets()) {
            if (set.name().isPresent()) {
                Word name = set.name().get();
                throw name.at()
                        .refusal(
                                "edit.no-set",
                                name.text() + " in a group that is only made",
                                "a set without a name",
                                "leave the name out: it follows from the format and the label");
            }
            made.add(disks.create(set, made.isEmpty() ? wanted.spares().orElse(List.of()) : List.of()));
        }
        Group ground = ground(format, (Change.Create) made.getFirst(), seed, now);
        if (controller.scan().groups().contains(ground)) {
            throw wanted.at()
                    .refusal(
                            "edit.group-there",
                            "disks of " + ground.name(),
                            "blank disks",
                            "say the set among those of " + ground.name());
        }
        changes.add(new GroupChange(ground, new Change.Several(made)));
    }

    private static Format<?> format(EditDocument.Group wanted) throws RefusedException {
        Word name = wanted.format()
                .orElseThrow(() -> wanted.at()
                        .refusal(
                                "edit.create",
                                "a group that shall be made, without a format",
                                "one that dmkit formats lists",
                                "say its format, see: dmkit formats"));
        try {
            return CreateCommand.format(name.text());
        } catch (RefusedException e) {
            throw name.at().refusal(e);
        }
    }

    /** Of two groups that are made in one moment each has a name of its own. */
    private Group ground(Format<?> format, Change.Create create, long seed, Instant now) throws RefusedException {
        for (int later = 0; ; later++) {
            Group ground = controller.ground(format, create, seed + later, now.plusSeconds(later));
            if (changes.stream().noneMatch(c -> c.group().name().equals(ground.name()))) {
                return ground;
            }
        }
    }
}
