package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.dm.Target;
import org.dmkit.linux.DeviceNumber;

/** {@code export}: devices and tables as JSON that says all of them, with the block devices that they stand on. */
final class Export implements Verb {
    @Override
    public String word() {
        return "export";
    }

    @Override
    public String summary() {
        return "Print devices and tables as JSON.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.optional("DEVICE", "One device only.");
    }

    @Override
    public boolean speaksJson() {
        return true;
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        var devices = new ArrayList<Map<String, Object>>();
        Set<DeviceNumber> lower = new LinkedHashSet<>();
        Set<DeviceNumber> mapped = new LinkedHashSet<>();
        for (DmName name : Named.devices(words.at(0), work.mapper())) {
            DeviceInfo info = work.mapper().info(name);
            mapped.add(info.number());
            lower.addAll(work.mapper().dependencies(name, TableSlot.ACTIVE));
            devices.add(Answer.fields(
                    "name", name.value(),
                    "uuid", info.uuid().value(),
                    "number", info.number().toString(),
                    "suspended", info.suspended(),
                    "readOnly", info.readOnly(),
                    "lines", lines(work.mapper().table(name, TableSlot.ACTIVE))));
        }
        lower.removeAll(mapped);
        var blocks = new ArrayList<Map<String, Object>>();
        for (DeviceNumber number : lower) {
            work.blocks()
                    .find(number)
                    .ifPresent(b -> blocks.add(Answer.fields(
                            "number", number.toString(),
                            "name", b.name(),
                            "sectors", b.sectors(),
                            "sectorSize", b.sectorSize())));
        }
        return Answer.of(List.of(), Answer.fields("devices", List.copyOf(devices), "blocks", List.copyOf(blocks)));
    }

    private static List<Map<String, Object>> lines(Table table) {
        List<Map<String, Object>> lines = PrintTable.lines(table);
        for (int i = 0; i < lines.size(); i++) {
            name(table.lines().get(i).target(), lines.get(i));
        }
        return lines;
    }

    /** Adds the parameters of a target that is known, by name. */
    private static void name(Target target, Map<String, Object> fields) {
        switch (target) {
            case Target.Linear t -> {
                fields.put("device", t.device().text());
                fields.put("offset", t.offset());
            }
            case Target.Striped t -> {
                fields.put("chunk", t.chunk());
                fields.put("legs", legs(t.legs()));
            }
            case Target.Mirror t -> {
                fields.put("region", t.region());
                fields.put("sync", t.sync());
                fields.put("handleErrors", t.handleErrors());
                fields.put("legs", legs(t.legs()));
            }
            case Target.Raid t -> {
                fields.put("level", t.level());
                fields.put("chunk", t.chunk());
                fields.put("rebuild", t.rebuild());
                t.region().ifPresent(r -> fields.put("region", r));
                fields.put(
                        "slots",
                        t.slots().stream()
                                .map(s -> Answer.fields("metadata", text(s.metadata()), "data", text(s.data())))
                                .toList());
            }
            case Target.SnapshotOrigin t -> fields.put("device", t.device().text());
            case Target.Generic t -> {}
            case Target.Error t -> {}
            case Target.Zero t -> {}
        }
    }

    private static List<Map<String, Object>> legs(List<Target.Leg> legs) {
        return legs.stream()
                .map(l -> Answer.fields("device", l.device().text(), "offset", l.offset()))
                .toList();
    }

    /** Empty for no device. */
    private static String text(DeviceRef ref) {
        return ref instanceof DeviceRef.None ? "" : ref.text();
    }
}
