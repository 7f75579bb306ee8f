package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.KernelException;

/** {@code apply FILE}: several verbs, all or none. */
final class Apply implements Change {
    @Override
    public String word() {
        return "apply";
    }

    @Override
    public String summary() {
        return "Do what stands in a file, all or nothing: create, swap, wipe, remove.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required(
                "FILE",
                "One verb a line as on the command line, # for comments; - for standard input.",
                "Whatever the order: first what is new and what tables are loaded for, then one switch, last what is removed.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        String file = words.at(0);
        String text = file.equals("-") ? work.premises().standardInput() : TableSource.file(file);
        var batch = new Batch(work);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            List<String> parts = split(number, line);
            if (!parts.isEmpty()) {
                add(batch, number, parts);
            }
        }
        return Running.run(word(), batch);
    }

    private static void add(Batch batch, int number, List<String> words) throws Refusal, IOException {
        try {
            Dm.of(words).into(batch);
        } catch (Misuse e) {
            throw new Refusal("dm.batch", "line " + number + ": " + e.reason(), "");
        } catch (Refusal e) {
            throw new Refusal(e.code(), "line " + number + ": " + e.reason(), e.remedy());
        } catch (KernelException e) {
            throw new IOException(
                    "line " + number + ": " + batch.work().reasons().of(e), e);
        }
    }

    /** Words as a shell splits them, with quotes of both kinds and nothing else; a comment begins at a # that begins a word. */
    static List<String> split(int number, String line) throws Refusal {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else if (c == '#' && !inWord) {
                break;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new Refusal("dm.batch", "line " + number + ": a quote is not closed", "");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
