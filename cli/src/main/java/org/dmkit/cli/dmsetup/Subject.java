package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/**
 * A device that a report is about.
 *
 * @param tree of all devices, if a field needs it
 */
record Subject(Work work, DeviceInfo info, @Nullable DeviceTree tree) {
    Value value(Field field) throws Failure, IOException {
        return switch (field.section()) {
            case NAME, INFO, SPECIAL -> own(field);
            case DEPS -> lower(field);
            case TREE -> related(field);
            case PARTS -> value(field, NameParts.ofDevice(work.mangling().shown(info.uuid()), work.shown(info.name())));
        };
    }

    static Value value(Field field, NameParts parts) {
        return Value.of(
                switch (field) {
                    case SUBSYSTEM -> parts.subsystem();
                    case GROUP -> parts.group();
                    case VOLUME -> parts.volume();
                    default -> parts.layer();
                });
    }

    private Value own(Field field) throws Failure, IOException {
        DeviceNumber number = info.number();
        return switch (field) {
            case NAME -> Value.of(work.shown(info.name()));
            case MANGLED_NAME -> Value.of(info.name().spelled());
            case UNMANGLED_NAME -> Value.of(info.name().value());
            case UUID -> Value.of(work.mangling().shown(info.uuid()));
            case MANGLED_UUID -> Value.of(info.uuid().spelled());
            case UNMANGLED_UUID -> Value.of(info.uuid().value());
            case READ_AHEAD -> Value.of(work.premises().readAhead(number).orElse(0));
            case BLOCK_NAME -> Value.of(blockName(field, number));
            case ATTRIBUTES ->
                Value.of((info.hasActiveTable() ? "L" : "-")
                        + (info.hasInactiveTable() ? "I" : "-")
                        + (info.suspended() ? "s" : "-")
                        + (info.readOnly() ? "r" : "w"));
            case TABLES_LOADED ->
                Value.of(
                        info.hasActiveTable()
                                ? info.hasInactiveTable() ? "Both" : "Live"
                                : info.hasInactiveTable() ? "Inactive" : "None");
            case SUSPENDED -> Value.of(info.suspended() ? "Suspended" : "Active");
            case READ_ONLY -> Value.of(info.readOnly() ? "Read-only" : "Writeable");
            case NUMBER -> Value.of(number.toString());
            case MAJOR -> Value.of(number.major());
            case MINOR -> Value.of(number.minor());
            case OPEN -> Value.of(info.openCount());
            case SEGMENTS -> Value.of(info.targets());
            default -> Value.of(Integer.toUnsignedLong(info.eventNumber()));
        };
    }

    private Value lower(Field field) throws Failure, IOException {
        List<DeviceNumber> numbers =
                work.driver().ask("deps", new Which.Named(info.name()), (m, name) -> m.dependencies(name, work.slot()));
        if (field == Field.DEVICE_COUNT) {
            return Value.of(numbers.size());
        }
        var texts = new ArrayList<String>();
        for (DeviceNumber number : numbers) {
            texts.add(field == Field.BLOCKS_USED ? blockName(field, number) : number.toString());
        }
        return Value.of(String.join(",", texts));
    }

    private String blockName(Field field, DeviceNumber number) throws Failure, IOException {
        return work.blockName(number, false)
                .orElseThrow(() -> new Failure(
                        "Could not resolve block device name for " + number + ".",
                        "_do_report_object: report function failed for field " + field.id()));
    }

    private Value related(Field field) throws Failure {
        DeviceTree all = tree;
        DeviceTree.Node node = all == null ? null : all.find(info.number());
        if (node == null) {
            throw new Failure("Cannot find node " + info.number() + ".");
        }
        return switch (field) {
            case USER_COUNT -> Value.of(node.usersInTree().size());
            case USER_NAMES -> Value.of(names(node.usersInTree()));
            case DEVICES_USED -> Value.of(names(node.uses()));
            default ->
                Value.of(node.usersInTree().stream()
                        .map(n -> n.number().toString())
                        .collect(Collectors.joining(",")));
        };
    }

    private static String names(List<DeviceTree.Node> nodes) {
        return nodes.stream()
                .map(DeviceTree.Node::name)
                .filter(n -> !n.isEmpty())
                .collect(Collectors.joining(","));
    }
}
