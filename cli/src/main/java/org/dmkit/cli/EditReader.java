package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.cli.EditDocument.Count;
import org.dmkit.cli.EditDocument.Fact;
import org.dmkit.cli.EditDocument.Group;
import org.dmkit.cli.EditDocument.Set;
import org.dmkit.cli.EditDocument.Slot;
import org.dmkit.cli.EditDocument.Word;

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

    /** Of one object. */
    private final Map<String, JsonNode> members;

    private final FilePlace at;

    private EditReader(JsonNode node, List<String> known) throws MisreadException {
        if (!(node instanceof JsonNode.Members m)) {
            throw expected(node, "an object");
        }
        members = m.values();
        at = m.at();
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                throw member.getValue()
                        .at()
                        .misread("\"" + member.getKey() + "\" is none of " + String.join(", ", known));
            }
        }
    }

    /**
     * The document in a file.
     *
     * @throws MisreadException if it is none
     */
    static EditDocument read(String path) throws IOException {
        return of(JsonFile.read(path));
    }

    static EditDocument of(JsonNode root) throws MisreadException {
        var document = new EditReader(root, DOCUMENT);
        Optional<Count> schema = document.count("schema");
        if (schema.isPresent() && schema.get().value() != Json.SCHEMA) {
            throw schema.get().at().misread("schema " + schema.get().value() + ", and not " + Json.SCHEMA);
        }
        Optional<Word> command = document.word("command");
        if (command.isPresent() && !command.get().text().equals("show")) {
            throw command.get().at().misread("what " + command.get().text() + " answers, and not show");
        }
        List<JsonNode> groups =
                document.items("groups").orElseThrow(() -> document.at.misread("there is no \"groups\""));
        var read = new ArrayList<Group>();
        for (JsonNode node : groups) {
            read.add(group(new EditReader(node, GROUP)));
        }
        return new EditDocument(read);
    }

    private static Group group(EditReader group) throws MisreadException {
        var sets = new ArrayList<Set>();
        for (JsonNode node : group.items("sets").orElse(List.of())) {
            sets.add(set(new EditReader(node, with(SET, DELETE))));
        }
        return new Group(
                group.at,
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

    private static Set set(EditReader set) throws MisreadException {
        var facts = new ArrayList<Fact>();
        for (String fact : FACTS) {
            set.word(fact).ifPresent(w -> facts.add(new Fact(fact, w)));
        }
        Optional<List<JsonNode>> nodes = set.items("slots");
        var slots = new ArrayList<Slot>();
        for (JsonNode node : nodes.orElse(List.of())) {
            slots.add(slot(new EditReader(node, SLOT)));
        }
        return new Set(
                set.at,
                set.word("name"),
                set.word("label"),
                set.word("level"),
                set.count("sectors"),
                set.count("chunk"),
                facts,
                set.flag(DELETE),
                nodes.isPresent() ? Optional.of(slots) : Optional.empty());
    }

    private static Slot slot(EditReader slot) throws MisreadException {
        JsonNode below = slot.members.get("set");
        return new Slot(
                slot.at,
                slot.count("slot"),
                slot.word("state"),
                slot.word("disk"),
                slot.word("label"),
                slot.count("start"),
                slot.count("sectors"),
                below == null ? Optional.empty() : Optional.of(set(new EditReader(below, SET))));
    }

    private Optional<Word> word(String name) throws MisreadException {
        JsonNode node = members.get(name);
        return node == null ? Optional.empty() : Optional.of(word(node));
    }

    private static Word word(JsonNode node) throws MisreadException {
        if (node instanceof JsonNode.Text text) {
            return new Word(text.at(), text.value());
        }
        throw expected(node, "a string");
    }

    private Optional<List<Word>> words(String name) throws MisreadException {
        Optional<List<JsonNode>> items = items(name);
        if (items.isEmpty()) {
            return Optional.empty();
        }
        var words = new ArrayList<Word>();
        for (JsonNode node : items.get()) {
            words.add(word(node));
        }
        return Optional.of(words);
    }

    private Optional<Count> count(String name) throws MisreadException {
        JsonNode node = members.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof JsonNode.Digits number && number.digits().matches("\\d{1,18}")) {
            return Optional.of(new Count(number.at(), Long.parseLong(number.digits())));
        }
        throw expected(node, "a whole number from 0");
    }

    private boolean flag(String name) throws MisreadException {
        JsonNode node = members.get(name);
        if (node == null) {
            return false;
        }
        if (node instanceof JsonNode.Flag flag) {
            return flag.value();
        }
        throw expected(node, "true or false");
    }

    private Optional<List<JsonNode>> items(String name) throws MisreadException {
        JsonNode node = members.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof JsonNode.Items items) {
            return Optional.of(items.values());
        }
        throw expected(node, "an array");
    }

    private static MisreadException expected(JsonNode node, String what) {
        return node.at().misread(node.kind() + ", where " + what + " should stand");
    }
}
