package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/** {@code deps}: the devices that active tables stand on. */
final class Deps implements Verb {
    @Override
    public String word() {
        return "deps";
    }

    @Override
    public String summary() {
        return "Print the numbers of the devices that each stands on.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.optional("DEVICE", "One device only.").flag("--inactive", "Of the tables that are not yet active.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, KernelException {
        TableSlot slot = words.has("--inactive") ? TableSlot.INACTIVE : TableSlot.ACTIVE;
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        for (DmName name : Named.devices(words.at(0), work.mapper())) {
            List<String> on = work.mapper().dependencies(name, slot).stream()
                    .map(DeviceNumber::toString)
                    .toList();
            lines.add(name + ":" + on.stream().map(n -> " " + n).collect(Collectors.joining()));
            fields.add(Answer.fields("name", name.value(), "on", on));
        }
        return Answer.of(lines, "devices", fields);
    }
}
