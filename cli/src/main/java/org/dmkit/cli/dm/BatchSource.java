package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.dmkit.cli.document.FilePlace;
import org.dmkit.cli.document.JsonFile;
import org.dmkit.cli.document.JsonNode;
import org.dmkit.cli.document.Word;
import org.dmkit.linux.KernelException;

/** What is to be done, from a file that was named on the command line: a state, or verbs. */
final class BatchSource {
    static final String LABEL = "FILE";

    static final String[] HELP = {
        "What 'dmkit dm export' prints, perhaps changed: devices and tables as they shall be, in JSON.",
        "Or verbs (create, swap, wipe, remove, inject, geometry), one a line as on the command line, or in a JSON array; # for comments;",
        "let NAME = VALUE for what $NAME stands for below. - for standard input."
    };

    private BatchSource() {}

    /** Read and checked. */
    static Batch read(String file, Work work) throws Refusal, IOException {
        String text = file.equals("-") ? work.premises().standardInput() : TableSource.file(file);
        var batch = new Batch(work);
        switch (text.stripLeading().isEmpty() ? ' ' : text.stripLeading().charAt(0)) {
            case '{' -> new StateChange(batch).to(State.of(JsonFile.parse(file, text)));
            case '[' -> add(batch, BatchFile.ofJson(((JsonNode.Items) JsonFile.parse(file, text)).values()));
            default -> add(batch, BatchFile.ofLines(file, text));
        }
        return batch;
    }

    private static void add(Batch batch, List<List<Word>> lines) throws Refusal, IOException {
        for (List<Word> line : lines) {
            add(line, batch);
        }
    }

    private static void add(List<Word> line, Batch batch) throws Refusal, IOException {
        FilePlace at = line.getFirst().at();
        batch.readingAt(at);
        try {
            Dm.of(line.stream().map(Word::text).toList()).into(batch);
        } catch (Misuse e) {
            throw place(line, e.word()).misread(e.reason());
        } catch (Refusal e) {
            throw e.at(place(line, e.word()));
        } catch (KernelException e) {
            throw new IOException(at + ": " + batch.work().reasons().of(e), e);
        }
    }

    /** @param word behind the verb */
    private static FilePlace place(List<Word> line, OptionalInt word) {
        return line.get(word.isPresent() ? word.getAsInt() + 1 : 0).at();
    }
}
