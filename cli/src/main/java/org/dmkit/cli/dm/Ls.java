package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.linux.DeviceNumber;

/** {@code ls}: the devices, one a line or as trees with what they stand on. */
final class Ls implements Verb {
    @Override
    public String word() {
        return "ls";
    }

    @Override
    public String summary() {
        return "List the mapped devices.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.flag("--tree", "With what each stands on; on top those on which no mapped device stands.");
    }

    @Override
    public Answer run(Words words, Work work) throws IOException {
        return words.has("--tree") ? tree(Stack.read(work.mapper()), work.blocks()) : list(work);
    }

    private static Answer list(Work work) throws IOException {
        List<DeviceEntry> devices = work.mapper().devices().stream()
                .sorted(Comparator.comparing(DeviceEntry::name))
                .toList();
        return Answer.of(
                devices.stream().map(d -> d.name() + "\t" + d.number()).toList(),
                "devices",
                devices.stream().map(Ls::fields).toList());
    }

    private static Map<String, Object> fields(DeviceEntry device) {
        return Answer.fields(
                "name", device.name().value(),
                "number", device.number().toString(),
                "uuid", device.uuid().value(),
                "event", device.eventNumber());
    }

    private static Answer tree(Stack stack, Blocks blocks) throws IOException {
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        for (DeviceEntry device : stack.devices()) {
            Map<String, Object> each = fields(device);
            each.put("on", numbers(stack, device).stream().map(Object::toString).toList());
            fields.add(each);
            if (stack.on(device.number()).isEmpty()) {
                lines.add(label(device.name().value(), device.number()));
                draw(stack, blocks, device, "", lines);
            }
        }
        return Answer.of(lines, "devices", fields);
    }

    private static List<DeviceNumber> numbers(Stack stack, DeviceEntry device) {
        return stack.lower().getOrDefault(device.name(), List.of());
    }

    private static void draw(Stack stack, Blocks blocks, DeviceEntry device, String indent, List<String> lines)
            throws IOException {
        List<DeviceNumber> below = numbers(stack, device);
        for (int i = 0; i < below.size(); i++) {
            DeviceNumber number = below.get(i);
            boolean last = i == below.size() - 1;
            DeviceEntry mapped = stack.find(number).orElse(null);
            String name = mapped != null
                    ? mapped.name().value()
                    : blocks.find(number).map(Blocks.Block::name).orElse("");
            lines.add(indent + (last ? "`- " : "|- ") + label(name, number));
            if (mapped != null) {
                draw(stack, blocks, mapped, indent + (last ? "   " : "|  "), lines);
            }
        }
    }

    private static String label(String name, DeviceNumber number) {
        return (name.isEmpty() ? "" : name + " ") + "(" + number + ")";
    }
}
