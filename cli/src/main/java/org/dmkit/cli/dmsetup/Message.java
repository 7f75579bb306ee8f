package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** {@code message}: to the target that maps a sector. */
final class Message implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        boolean named = !work.switches().nameDevice();
        Which which = work.device(named ? words : List.of());
        List<String> rest = named ? words.subList(1, words.size()) : words;
        OptionalLong sector = rest.isEmpty() ? OptionalLong.empty() : Numbers.unsigned(rest.getFirst());
        if (sector.isEmpty()) {
            throw new Failure("Invalid sector.");
        }
        if (rest.size() == 1) {
            work.log().error("No message supplied.");
        }
        String text = String.join(" ", rest.subList(1, rest.size()));
        String answer = work.driver().ask("message", which, (m, name) -> m.message(name, sector.getAsLong(), text));
        work.log().part(answer.isEmpty() || answer.endsWith("\n") ? answer : answer + "\n");
    }
}
