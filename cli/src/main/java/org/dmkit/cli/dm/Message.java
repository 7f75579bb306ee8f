package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.DmName;

/** {@code message NAME [@SECTOR] WORDS}: to the target that maps a sector. */
final class Message implements Change {
    @Override
    public String word() {
        return "message";
    }

    @Override
    public String summary() {
        return "Send a message to a target, and print its answer.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.")
                .rest("WORD", "The message; @SECTOR in front of it tells the target, else it is the first.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DmName name = Named.device(words.at(0), work.mapper());
        var text = new ArrayList<String>(words.rest(1));
        boolean placed = text.getFirst().matches("@[0-9]{1,18}");
        long sector = placed ? Long.parseLong(text.removeFirst().substring(1)) : 0;
        if (text.isEmpty()) {
            throw new Misuse("there is no message (try 'dmkit dm message --help')");
        }
        String message = String.join(" ", text);
        if (work.dryRun()) {
            return Deeds.planned(List.of("message to " + name + " at " + sector + ": " + message));
        }
        String answer = work.mapper().message(name, sector, message);
        return Answer.of(answer.lines().toList(), Answer.fields("outcome", "done", "changed", true, "answer", answer));
    }
}
