package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.cli.EditDocument.Fact;
import org.dmkit.cli.EditDocument.Group;
import org.dmkit.cli.EditDocument.Set;
import org.dmkit.cli.EditDocument.Slot;
import org.dmkit.cli.document.JsonFile;
import org.dmkit.cli.document.JsonNode;
import org.dmkit.cli.document.JsonObject;
import org.dmkit.cli.document.MisreadException;

/** Finds an {@link EditDocument} in JSON. A member that {@code show} does not print is a slip of the pen. */
final class EditReader {
    private static final List<String> DOCUMENT = List.of("schema", "command", "groups", "interrupted");
    private static final List<String> GROUP = List.of("name", "format", "revision", "sets", "spares", "stale");
    private static final List<String> FACTS = List.of("health", "resync", "mapping");
    private static final List<String> SET =
            List.of("name", "label", "level", "sectors", "chunk", "health", "resync", "mapping", "progress", "slots");
    private static final List<String> SLOT = List.of("slot", "state", "disk", "label", "start", "sectors", "set");

    /** Only of a set at the top. */
    private static final String DELETE = "delete";

    private EditReader() {}

    /**
     * The document in a file.
     *
     * @throws MisreadException if it is none
     */
    static EditDocument read(String path) throws IOException {
        return of(JsonFile.read(path));
    }

    static EditDocument of(JsonNode root) throws MisreadException {
        JsonObject document = JsonObject.answerOf("show", root, DOCUMENT);
        List<JsonNode> groups = document.required("groups", document.items("groups"));
        var read = new ArrayList<Group>();
        for (JsonNode node : groups) {
            read.add(group(new JsonObject(node, GROUP)));
        }
        return new EditDocument(read);
    }

    private static Group group(JsonObject group) throws MisreadException {
        var sets = new ArrayList<Set>();
        for (JsonNode node : group.items("sets").orElse(List.of())) {
            sets.add(set(new JsonObject(node, with(SET, DELETE))));
        }
        return new Group(
                group.at(),
                group.word("name"),
                group.word("format"),
                group.word("revision"),
                sets,
                group.words("spares"),
                group.words("stale"));
    }

    private static List<String> with(List<String> known, String more) {
        return Stream.concat(known.stream(), Stream.of(more)).toList();
    }

    private static Set set(JsonObject set) throws MisreadException {
        var facts = new ArrayList<Fact>();
        for (String fact : FACTS) {
            set.word(fact).ifPresent(w -> facts.add(new Fact(fact, w)));
        }
        Optional<List<JsonNode>> nodes = set.items("slots");
        var slots = new ArrayList<Slot>();
        for (JsonNode node : nodes.orElse(List.of())) {
            slots.add(slot(new JsonObject(node, SLOT)));
        }
        return new Set(
                set.at(),
                set.word("name"),
                set.word("label"),
                set.word("level"),
                set.count("sectors"),
                set.count("chunk"),
                facts,
                set.flag(DELETE).orElse(false),
                nodes.isPresent() ? Optional.of(slots) : Optional.empty());
    }

    private static Slot slot(JsonObject slot) throws MisreadException {
        Optional<JsonNode> below = slot.value("set");
        return new Slot(
                slot.at(),
                slot.count("slot"),
                slot.word("state"),
                slot.word("disk"),
                slot.word("label"),
                slot.count("start"),
                slot.count("sectors"),
                below.isEmpty() ? Optional.empty() : Optional.of(set(new JsonObject(below.get(), SET))));
    }
}
