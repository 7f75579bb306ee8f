package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DmName;
import org.dmkit.linux.KernelException;

/** {@code info}: what the kernel says of devices. */
final class Info implements Verb {
    @Override
    public String word() {
        return "info";
    }

    @Override
    public String summary() {
        return "Tell of devices: number, uuid, state, who has them open.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.optional("DEVICE", "One device only.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, KernelException {
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        for (Map<String, Object> each : devices(words.at(0), work.mapper())) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            each.forEach((field, value) ->
                    lines.add("%-14s %s".formatted(field, value).strip()));
            fields.add(each);
        }
        return Answer.of(lines, "devices", List.copyOf(fields));
    }

    private static List<Map<String, Object>> devices(String word, DeviceMapper mapper)
            throws Misuse, Refusal, KernelException {
        if (!word.isEmpty()) {
            return List.of(fields(mapper.info(Named.device(word, mapper)), mapper));
        }
        List<DeviceEntry> all = mapper.devices();
        Map<DmName, String> faults = Injection.faults(all, mapper);
        var devices = new ArrayList<Map<String, Object>>();
        for (DmName name : all.stream().map(DeviceEntry::name).sorted().toList()) {
            devices.add(fields(mapper.info(name), faults.getOrDefault(name, "")));
        }
        return devices;
    }

    static Map<String, Object> fields(DeviceInfo info, DeviceMapper mapper) throws KernelException {
        Optional<Injection> injection = Injection.in(info.name(), info.number(), mapper);
        return fields(info, injection.map(Injection::fault).orElse(""));
    }

    /** @param injected the fault that was put into it; empty for none */
    static Map<String, Object> fields(DeviceInfo info, String injected) {
        String state = info.suspended() ? "suspended" : info.hasActiveTable() ? "active" : "without-table";
        return Answer.fields(
                "name", info.name().value(),
                "uuid", info.uuid().value(),
                "number", info.number().toString(),
                "state", state,
                "readOnly", info.readOnly(),
                "activeTable", info.hasActiveTable(),
                "inactiveTable", info.hasInactiveTable(),
                "open", info.openCount(),
                "targets", info.targets(),
                "event", info.eventNumber(),
                "injected", injected);
    }
}
