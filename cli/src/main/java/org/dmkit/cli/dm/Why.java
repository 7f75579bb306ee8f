package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceRef;
import org.dmkit.linux.DeviceNumber;

/** {@code why DEVICE}: who keeps it from being removed or used. */
final class Why implements Verb {
    @Override
    public String word() {
        return "why";
    }

    @Override
    public String summary() {
        return "Tell who holds a device: devices on it, mounts, swap, processes.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which; a block device that is not mapped too, by path or number.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DeviceNumber number = number(words.at(0), work);
        List<User> users = work.reasons().users(number);
        var lines = new ArrayList<String>(users.stream().map(Object::toString).toList());
        Map<String, Object> fields = Answer.fields(
                "number",
                number.toString(),
                "users",
                users.stream().map(User::fields).toList());
        Optional<DeviceEntry> mapped = Named.numbered(number.toString(), work.mapper());
        if (mapped.isPresent()) {
            int open = work.mapper().info(mapped.get().name()).openCount();
            fields.put("open", open);
            if (users.isEmpty() && open > 0) {
                lines.add("it is open (" + open + " times), by whom can't be seen");
            }
        }
        return Answer.of(lines.isEmpty() ? List.of("nobody uses it") : lines, fields);
    }

    private static DeviceNumber number(String word, Work work) throws Misuse, Refusal, IOException {
        Optional<DeviceEntry> mapped = Named.named(Named.withoutDirectory(word), work.mapper());
        if (mapped.isPresent()) {
            return mapped.get().number();
        }
        Optional<Lower.Found> block = work.lower().find(word);
        if (block.isPresent() && block.get().ref() instanceof DeviceRef.Number n) {
            return n.number();
        }
        return Named.entry(Named.device(word, work.mapper()), work.mapper()).number();
    }
}
