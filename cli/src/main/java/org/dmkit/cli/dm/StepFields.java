package org.dmkit.cli.dm;

import java.util.Map;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.change.Step;

/** A step for programs. */
final class StepFields {
    private StepFields() {}

    /** Its kind, and what it is about. A step that no batch has says what it is in words. */
    static Map<String, Object> of(Step step) {
        return switch (step) {
            case Step.Create s -> created(s.name(), s.uuid(), s.table(), s.readOnly());
            case Step.CreateHelper s -> created(s.name(), s.uuid(), s.table(), s.readOnly());
            case Step.Preload s -> table("load", s.name(), s.table(), s.readOnly());
            case Step.Rehearse s -> Answer.fields("step", "rehearse");
            case Step.Suspend s -> of("suspend", s.name());
            case Step.Resume s -> of("resume", s.name());
            case Step.Remove s -> of("remove", s.name());
            case Step.SetGeometry s -> {
                Map<String, Object> fields = of("geometry", s.name());
                fields.put("cylinders", s.cylinders());
                fields.put("heads", s.heads());
                fields.put("sectors", s.sectors());
                fields.put("start", s.start());
                yield fields;
            }
            default -> Answer.fields("step", "other", "text", step.toString());
        };
    }

    private static Map<String, Object> created(DmName name, DmUuid uuid, Table table, boolean readOnly) {
        Map<String, Object> fields = table("create", name, table, readOnly);
        fields.put("uuid", uuid.value());
        return fields;
    }

    private static Map<String, Object> of(String kind, DmName name) {
        return Answer.fields("step", kind, "device", name.value());
    }

    private static Map<String, Object> table(String kind, DmName name, Table table, boolean readOnly) {
        Map<String, Object> fields = of(kind, name);
        fields.put("readOnly", readOnly);
        fields.put("lines", PrintTable.lines(Keys.hidden(table)));
        return fields;
    }
}
