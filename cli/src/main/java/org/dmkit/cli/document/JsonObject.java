package org.dmkit.cli.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a JSON object, of which all names are known: one that is not is a slip of the pen. */
public final class JsonObject {
    /** Of the JSON that dmkit prints: rises when a field changes its meaning or goes; new fields don't raise it. */
    public static final int SCHEMA = 1;

    private final Map<String, JsonNode> members;
    private final FilePlace at;

    /**
     * @param known names of members
     * @throws MisreadException if it is no object, or has others
     */
    public JsonObject(JsonNode node, List<String> known) throws MisreadException {
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
     * What a command of dmkit has answered, perhaps changed since: what it says of schema and command, if it does, must be so.
     *
     * @param known names of members, these two among them
     */
    public static JsonObject answerOf(String command, JsonNode root, List<String> known) throws MisreadException {
        var answer = new JsonObject(root, known);
        Optional<Count> schema = answer.count("schema");
        if (schema.isPresent() && schema.get().value() != SCHEMA) {
            throw schema.get().at().misread("schema " + schema.get().value() + ", and not " + SCHEMA);
        }
        Optional<Word> said = answer.word("command");
        if (said.isPresent() && !said.get().text().equals(command)) {
            throw said.get().at().misread("what " + said.get().text() + " answers, and not " + command);
        }
        return answer;
    }

    /** Where it stands. */
    public FilePlace at() {
        return at;
    }

    /** Any member. */
    public Optional<JsonNode> value(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /**
     * A member that has to be there.
     *
     * @throws MisreadException if it isn't
     */
    public <T> T required(String name, Optional<T> value) throws MisreadException {
        return value.orElseThrow(() -> at.misread("there is no \"" + name + "\""));
    }

    /** A string. */
    public Optional<Word> word(String name) throws MisreadException {
        JsonNode node = members.get(name);
        return node == null ? Optional.empty() : Optional.of(word(node));
    }

    /** A value that is a string. */
    public static Word word(JsonNode node) throws MisreadException {
        if (node instanceof JsonNode.Text text) {
            return new Word(text.at(), text.value());
        }
        throw expected(node, "a string");
    }

    /** An array of strings. */
    public Optional<List<Word>> words(String name) throws MisreadException {
        Optional<List<JsonNode>> items = items(name);
        return items.isEmpty() ? Optional.empty() : Optional.of(words(items.get()));
    }

    /** Values that are strings. */
    public static List<Word> words(List<JsonNode> nodes) throws MisreadException {
        var words = new ArrayList<Word>();
        for (JsonNode node : nodes) {
            words.add(word(node));
        }
        return words;
    }

    /** A whole number. */
    public Optional<Count> count(String name) throws MisreadException {
        JsonNode node = members.get(name);
        return node == null ? Optional.empty() : Optional.of(count(node));
    }

    /** A value that is a whole number. */
    public static Count count(JsonNode node) throws MisreadException {
        if (node instanceof JsonNode.Digits number && number.digits().matches("\\d{1,18}")) {
            return new Count(number.at(), Long.parseLong(number.digits()));
        }
        throw expected(node, "a whole number from 0");
    }

    /** True or false. */
    public Optional<Boolean> flag(String name) throws MisreadException {
        JsonNode node = members.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof JsonNode.Flag flag) {
            return Optional.of(flag.value());
        }
        throw expected(node, "true or false");
    }

    /** An array. */
    public Optional<List<JsonNode>> items(String name) throws MisreadException {
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
