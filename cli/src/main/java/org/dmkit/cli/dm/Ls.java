package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** {@code ls}: the devices, one a line or as trees. */
final class Ls implements Verb {
    private static final String TREE = "--tree";
    private static final String TARGET = "--target";
    private static final String SELECT = "--select";
    private static final String DOWN = "down";
    private static final String UP = "up";

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
        syntax.optionWith(
                        DOWN,
                        TREE,
                        DOWN + "|" + UP,
                        "With what each stands on; on top those on which no mapped device stands.",
                        "Up: with what stands on each, and who else uses it; on top those that stand on none.")
                .option(TARGET, "TYPE", "Those only whose active table has such a target.")
                .option(
                        SELECT,
                        "EXPRESSION",
                        "Those only of which it is so: FIELD OPERATOR VALUE, several joined by &&.",
                        "Fields are those of info --json, operators = != < <= > >=: 'open>0 && readOnly=false'.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        String tree = words.value(TREE);
        if (words.has(TREE) && !tree.equals(DOWN) && !tree.equals(UP)) {
            throw new Misuse("not " + TREE + "=" + DOWN + " or " + TREE + "=" + UP + ": " + tree);
        }
        Optional<Filter> filter = words.has(SELECT) ? Optional.of(Filter.of(words.value(SELECT))) : Optional.empty();
        DeviceMapper mapper = work.mapper();
        List<DeviceEntry> all = mapper.devices().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        Map<DmName, String> injected = Injection.faults(all, mapper);
        var chosen = new ArrayList<DeviceEntry>();
        for (DeviceEntry device : all) {
            String fault = injected.getOrDefault(device.name(), "");
            if (isMeant(device, words.value(TARGET), filter, fault, mapper)) {
                chosen.add(device);
            }
        }
        if (words.has(TREE)) {
            boolean some = words.has(TARGET) || filter.isPresent();
            return tree(chosen, some, Stack.read(mapper), work.blocks(), tree.equals(UP));
        }
        return list(chosen, injected);
    }

    private static boolean isMeant(
            DeviceEntry device, String target, Optional<Filter> filter, String fault, DeviceMapper mapper)
            throws KernelException {
        try {
            return (target.isEmpty()
                            || mapper.table(device.name(), TableSlot.ACTIVE).lines().stream()
                                    .anyMatch(l -> l.target().type().equals(target)))
                    && (filter.isEmpty() || filter.get().selects(Info.fields(mapper.info(device.name()), fault)));
        } catch (KernelException e) {
            if (e.errno() != Errno.ENXIO) {
                throw e;
            }
            // It went away meanwhile.
            return false;
        }
    }

    private static Answer list(List<DeviceEntry> devices, Map<DmName, String> injected) {
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        for (DeviceEntry device : devices) {
            String fault = injected.get(device.name());
            Map<String, Object> each = fields(device);
            lines.add(device.name() + "\t" + device.number() + (fault == null ? "" : "\tinjected " + fault));
            if (fault != null) {
                each.put("injected", fault);
            }
            fields.add(each);
        }
        return Answer.of(lines, "devices", fields);
    }

    private static Map<String, Object> fields(DeviceEntry device) {
        return Answer.fields(
                "name", device.name().value(),
                "number", device.number().toString(),
                "uuid", device.uuid().value(),
                "event", device.eventNumber());
    }

    private static Answer tree(List<DeviceEntry> chosen, boolean some, Stack stack, Blocks blocks, boolean up)
            throws IOException {
        var fields = new ArrayList<Map<String, Object>>();
        for (DeviceEntry device : chosen) {
            Map<String, Object> each = fields(device);
            if (up) {
                each.put(
                        "heldBy",
                        numbers(stack.upper(device.number()).stream()
                                .map(DeviceEntry::number)
                                .toList()));
                each.put(
                        "users",
                        stack.notMapped(blocks.users(device.number())).stream()
                                .map(User::fields)
                                .toList());
            } else {
                each.put("on", numbers(stack.lower().getOrDefault(device.name(), List.of())));
            }
            fields.add(each);
        }
        List<DeviceNumber> roots = chosen.stream().map(DeviceEntry::number).toList();
        List<String> lines = some ? Tree.of(roots, stack, blocks, up) : Tree.ofAll(stack, blocks, up);
        return Answer.of(lines, "devices", fields);
    }

    private static List<String> numbers(List<DeviceNumber> numbers) {
        return numbers.stream().map(Object::toString).toList();
    }
}
