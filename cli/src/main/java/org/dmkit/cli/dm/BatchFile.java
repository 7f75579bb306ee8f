package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.cli.document.FilePlace;
import org.dmkit.cli.document.JsonNode;
import org.dmkit.cli.document.JsonObject;
import org.dmkit.cli.document.MisreadException;
import org.dmkit.cli.document.Word;

/**
 * Verbs, one a line as a shell splits it: quotes of both kinds, and a comment from a {@code #} that begins a word. {@code let NAME =
 * VALUE} names a word; {@code $NAME} and {@code ${NAME}} stand for it from then on, but not in single quotes; {@code $$} is a dollar.
 * Or the same in a JSON array, a line a string or an array of its words.
 */
final class BatchFile {
    private static final String LET = "let";

    private final Map<String, String> values = new HashMap<>();
    private final List<List<Word>> lines = new ArrayList<>();

    private BatchFile() {}

    /**
     * Reads lines.
     *
     * @param file as it was named
     * @return the words of each, none of them empty
     */
    static List<List<Word>> ofLines(String file, String text) throws MisreadException {
        var batch = new BatchFile();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            batch.add(new Splitting(new FilePlace(file, number, 1), true, line).words(batch.values));
        }
        return batch.lines;
    }

    /** Reads a JSON array. */
    static List<List<Word>> ofJson(List<JsonNode> items) throws MisreadException {
        var batch = new BatchFile();
        for (JsonNode item : items) {
            if (item instanceof JsonNode.Items array) {
                var words = new ArrayList<Word>();
                for (Word word : JsonObject.words(array.values())) {
                    words.add(new Word(word.at(), new Splitting(word.at(), false, word.text()).whole(batch.values)));
                }
                batch.add(words);
            } else {
                Word line = JsonObject.word(item);
                batch.add(new Splitting(line.at(), false, line.text()).words(batch.values));
            }
        }
        return batch.lines;
    }

    private void add(List<Word> words) throws MisreadException {
        if (words.isEmpty()) {
            return;
        }
        if (words.getFirst().text().equals(LET)) {
            let(words);
        } else {
            lines.add(words);
        }
    }

    private void let(List<Word> words) throws MisreadException {
        FilePlace at = words.getFirst().at();
        if (words.size() != 4 || !words.get(2).text().equals("=")) {
            throw at.misread("not let NAME = VALUE");
        }
        Word name = words.get(1);
        if (!name.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw name.at().misread("a name has letters, digits and _ only: " + name.text());
        }
        if (values.putIfAbsent(name.text(), words.get(3).text()) != null) {
            throw name.at().misread(name.text() + " has a value already");
        }
    }

    /** One line, read from the left. */
    private static final class Splitting {
        private final FilePlace start;
        private final boolean inPlace;
        private final String line;
        private int next;

        /** @param inPlace whether characters stand where they are in the file; else all stand at its start */
        Splitting(FilePlace start, boolean inPlace, String line) {
            this.start = start;
            this.inPlace = inPlace;
            this.line = line;
        }

        List<Word> words(Map<String, String> values) throws MisreadException {
            var words = new ArrayList<Word>();
            while (next < line.length() && line.charAt(next) != '#') {
                if (Character.isWhitespace(line.charAt(next))) {
                    next++;
                } else {
                    FilePlace at = here(next);
                    words.add(new Word(at, word(values)));
                }
            }
            return words;
        }

        /** All of it, one word. */
        String whole(Map<String, String> values) throws MisreadException {
            var word = new StringBuilder();
            while (next < line.length()) {
                character(word, values);
            }
            return word.toString();
        }

        private String word(Map<String, String> values) throws MisreadException {
            var word = new StringBuilder();
            while (next < line.length() && !Character.isWhitespace(line.charAt(next))) {
                char c = line.charAt(next);
                if (c == '\'' || c == '"') {
                    quoted(c, word, values);
                } else {
                    character(word, values);
                }
            }
            return word.toString();
        }

        private void quoted(char quote, StringBuilder word, Map<String, String> values) throws MisreadException {
            int opened = next++;
            while (next < line.length() && line.charAt(next) != quote) {
                if (quote == '"') {
                    character(word, values);
                } else {
                    word.append(line.charAt(next++));
                }
            }
            if (next == line.length()) {
                throw here(opened).misread("this quote is not closed");
            }
            next++;
        }

        private void character(StringBuilder word, Map<String, String> values) throws MisreadException {
            char c = line.charAt(next);
            if (c != '$') {
                word.append(c);
                next++;
            } else if (line.startsWith("$$", next)) {
                word.append('$');
                next += 2;
            } else {
                word.append(value(values));
            }
        }

        private String value(Map<String, String> values) throws MisreadException {
            FilePlace at = here(next++);
            boolean braces = line.startsWith("{", next);
            int from = braces ? next + 1 : next;
            int end = from;
            while (end < line.length() && isOfName(line.charAt(end))) {
                end++;
            }
            String name = line.substring(from, end);
            if (name.isEmpty() || (braces && !line.startsWith("}", end))) {
                throw at.misread("no name stands behind this $; a dollar is $$, or '$'");
            }
            next = braces ? end + 1 : end;
            String value = values.get(name);
            if (value == null) {
                throw at.misread(name + " has no value; let " + name + " = VALUE gives it one");
            }
            return value;
        }

        private static boolean isOfName(char c) {
            return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }

        private FilePlace here(int column) {
            return inPlace ? new FilePlace(start.file(), start.line(), column + 1) : start;
        }
    }
}
