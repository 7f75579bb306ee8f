package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DmName;
import org.dmkit.linux.KernelException;

/** {@code status}: what targets say of themselves; understood where the library can read it, and always as they say it. */
final class Status implements Verb {
    @Override
    public String word() {
        return "status";
    }

    @Override
    public String summary() {
        return "Print what the targets of active tables say of themselves.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.optional("DEVICE", "One device only; then its name is not printed.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, KernelException {
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        for (DmName name : Named.devices(words.at(0), work.mapper())) {
            List<TargetStatus> targets = work.mapper().status(name);
            String prefix = words.at(0).isEmpty() ? name + ": " : "";
            targets.forEach(
                    t -> lines.add((prefix + t.start() + " " + t.length() + " " + t.type() + " " + t.text()).strip()));
            if (targets.isEmpty() && !prefix.isEmpty()) {
                lines.add(name + ":");
            }
            fields.add(Answer.fields(
                    "name",
                    name.value(),
                    "targets",
                    targets.stream().map(Status::fields).toList()));
        }
        return Answer.of(lines, "devices", fields);
    }

    static Map<String, Object> fields(TargetStatus status) {
        Map<String, Object> fields = Answer.fields(
                "start", status.start(), "length", status.length(), "target", status.type(), "raw", status.text());
        status.known().ifPresent(known -> fields.put(status.type(), StatusFields.of(known)));
        return fields;
    }
}
