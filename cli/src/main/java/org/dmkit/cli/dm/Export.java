package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/** {@code export}: devices and tables as JSON that says all of them, with the block devices that they stand on. */
final class Export implements Verb {
    @Override
    public String word() {
        return "export";
    }

    @Override
    public String summary() {
        return "Print devices and tables as JSON, which apply and diff read.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.any("DEVICE", "These only.");
    }

    @Override
    public boolean speaksJson() {
        return true;
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        var devices = new ArrayList<Map<String, Object>>();
        Set<DeviceNumber> lower = new LinkedHashSet<>();
        Stack stack = Stack.read(work.mapper());
        for (DmName name : named(words, stack, work)) {
            lower.addAll(work.mapper().dependencies(name, TableSlot.ACTIVE));
            lower.addAll(work.mapper().dependencies(name, TableSlot.INACTIVE));
            devices.add(device(name, stack, work.mapper()));
        }
        stack.devices().forEach(d -> lower.remove(d.number()));
        var blocks = new ArrayList<Map<String, Object>>();
        for (DeviceNumber number : lower) {
            work.blocks().find(number).ifPresent(b -> blocks.add(block(b)));
        }
        return Answer.of(List.of(), state(devices, blocks));
    }

    /** All of a state. */
    static Map<String, Object> state(List<Map<String, Object>> devices, List<Map<String, Object>> blocks) {
        return Answer.fields("devices", List.copyOf(devices), "blocks", List.copyOf(blocks));
    }

    /** A mapped device. */
    static Map<String, Object> device(DmName name, Stack stack, DeviceMapper mapper) throws KernelException {
        DeviceInfo info = mapper.info(name);
        Map<String, Object> fields = Answer.fields(
                "name", name.value(),
                "uuid", info.uuid().value(),
                "number", info.number().toString(),
                "suspended", info.suspended(),
                "readOnly", info.readOnly(),
                "lines", lines(named(mapper.table(name, TableSlot.ACTIVE), stack)));
        if (info.hasInactiveTable()) {
            fields.put("inactive", lines(named(mapper.table(name, TableSlot.INACTIVE), stack)));
        }
        return fields;
    }

    /** A block device that is not mapped. */
    static Map<String, Object> block(Blocks.Block block) {
        return Answer.fields(
                "number", block.number().toString(),
                "name", block.name(),
                "sectors", block.sectors(),
                "sectorSize", block.sectorSize());
    }

    private static Set<DmName> named(Words words, Stack stack, Work work) throws Misuse, Refusal, IOException {
        var names = new LinkedHashSet<DmName>();
        for (String word : words.rest(0)) {
            names.add(Named.device(word, work.mapper()));
        }
        if (names.isEmpty()) {
            stack.devices().forEach(d -> names.add(d.name()));
        }
        return names;
    }

    private static List<Map<String, Object>> lines(Table table) {
        List<Map<String, Object>> lines = PrintTable.lines(table);
        for (int i = 0; i < lines.size(); i++) {
            TargetFields.write(table.lines().get(i).target(), lines.get(i));
        }
        return lines;
    }

    /** Mapped devices by name, because the next machine gives them other numbers. */
    private static Table named(Table table, Stack stack) {
        return new Table(table.lines().stream()
                .map(l -> new Table.Line(l.start(), l.length(), named(l.target(), stack)))
                .toList());
    }

    private static DmTarget named(DmTarget target, Stack stack) {
        return target instanceof DmTarget.Generic g
                ? g.withWords(w -> named(w, stack).map(DeviceRef::text).orElse(w))
                : target.withDevices(ref -> named(ref.text(), stack).orElse(ref));
    }

    /** Empty also for a name that would be more than one word of a table. */
    private static Optional<DeviceRef> named(String number, Stack stack) {
        return stack.numbered(number)
                .map(DeviceEntry::name)
                .filter(n -> n.value().matches("[^\\s\\p{Cntrl}]+"))
                .map(DeviceRef::of);
    }
}
