package org.dmkit.cli.dmraid;

import java.util.List;
import org.dmkit.raid.format.RaidDevice.Status;

/** Prints sets as {@code -s} does. */
final class SetLines {
    private static final Fields<SetNode> FIELDS = new Fields<>(List.of(
            new Fields.Field<>("devices", 1, SetNode::devices),
            new Fields.Field<>("format", 1, SetLines::format),
            new Fields.Field<>("raidname", 1, SetNode::name),
            new Fields.Field<>("sectors", 2, SetNode::size),
            new Fields.Field<>("size", 2, SetNode::size),
            new Fields.Field<>("spares", 2, SetNode::spares),
            new Fields.Field<>("status", 3, n -> n.status().word()),
            new Fields.Field<>("stride", 3, SetNode::stride),
            new Fields.Field<>("subsets", 2, n -> n.subsets().size()),
            new Fields.Field<>("type", 1, SetNode::type)));

    private final Request request;
    private final Log log;

    SetLines(Request request, Log log) {
        this.request = request;
        this.log = log;
    }

    void print(SetNode node) {
        print(node, true);
    }

    private void print(SetNode node, boolean top) {
        if (node.runs() ? request.asks(Action.INACTIVE) : request.asks(Action.ACTIVE)) {
            return;
        }
        if (request.columns() == 0) {
            log.print(header(node, top));
        }
        if (!node.isGroup() || request.asks(Action.GROUP)) {
            log.print(line(node));
            if (request.columns() > 2) {
                node.disks().forEach(d -> log.print(DeviceLines.of(d, request)));
            }
        }
        if (node.isGroup() || request.setLevels() > 1 || request.columns() > 2) {
            node.subsets().forEach(s -> print(s, false));
        }
    }

    private String header(SetNode node, boolean top) {
        if (node.isGroup() && !request.asks(Action.GROUP)) {
            return "*** Group superset " + node.name();
        }
        return (top ? "*** " : "--> ")
                + (node.status() == Status.INCONSISTENT ? "*Inconsistent* " : "")
                + (node.active() ? "Active " : "")
                + (node.subsets().isEmpty() ? (top ? "Set" : "Subset") : "Superset");
    }

    private String line(SetNode n) {
        if (!request.fields().isEmpty()) {
            return FIELDS.line(n, request.fields(), request.separator());
        }
        return switch (request.columns()) {
            case 0 ->
                String.join(
                        "\n",
                        "name   : " + n.name(),
                        "size   : " + n.size(),
                        "stride : " + n.stride(),
                        "type   : " + n.type(),
                        "status : " + n.status().word(),
                        "subsets: " + n.subsets().size(),
                        "devs   : " + n.devices(),
                        "spares : " + n.spares());
            case 1 -> n.name();
            default ->
                String.format(
                        "%s:%d:%d:%s:%s:%d:%d:%d",
                        n.name(),
                        n.size(),
                        n.stride(),
                        n.type(),
                        n.status().word(),
                        n.subsets().size(),
                        n.devices(),
                        n.spares());
        };
    }

    private static String format(SetNode node) {
        return node.all()
                .flatMap(n -> n.disks().stream())
                .findFirst()
                .map(d -> d.format().name())
                .orElse("unknown");
    }
}
