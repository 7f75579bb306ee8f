package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/**
 * Which device stands on which, mapped or not. Nodes without users hang below a root, those that use nothing above it; the order is
 * that in which devices and what they stand on were met.
 */
final class DeviceTree {
    private final Node root = new Node(new DeviceNumber(0, 0), "", null);
    private final Map<DeviceNumber, Node> nodes = new HashMap<>();
    private final Map<DeviceNumber, DeviceEntry> mapped = new LinkedHashMap<>();
    private final Work work;

    private DeviceTree(Work work) {
        this.work = work;
    }

    /** A device. */
    static final class Node {
        private final DeviceNumber number;
        private final String name;
        private final @Nullable DeviceInfo info;
        private final List<Node> uses = new ArrayList<>();
        private final List<Node> users = new ArrayList<>();

        private Node(DeviceNumber number, String name, @Nullable DeviceInfo info) {
            this.number = number;
            this.name = name;
            this.info = info;
        }

        DeviceNumber number() {
            return number;
        }

        /** Of a mapped device; else empty. */
        String name() {
            return name;
        }

        /** Of a mapped device. */
        @Nullable
        DeviceInfo info() {
            return info;
        }

        List<Node> uses() {
            return uses;
        }

        /** The root among them, if nobody else is. */
        List<Node> users() {
            return users;
        }

        /** Without the root. */
        List<Node> usersInTree() {
            return users.stream().filter(u -> u.info != null).toList();
        }
    }

    /** All devices that there are now, by their active tables. */
    static DeviceTree read(Work work) throws Failure, IOException {
        var tree = new DeviceTree(work);
        List<DeviceEntry> devices = work.driver().ask("names", m -> m.devices());
        devices.forEach(d -> tree.mapped.put(d.number(), d));
        if (devices.isEmpty()) {
            work.log().print("No devices found");
        }
        Action.all(work, devices, device -> tree.add(tree.root, device.number()));
        return tree;
    }

    Node root() {
        return root;
    }

    @Nullable
    Node find(DeviceNumber number) {
        return nodes.get(number);
    }

    private void add(Node user, DeviceNumber number) throws Failure {
        Node known = nodes.get(number);
        if (known != null) {
            link(user, known);
            return;
        }
        DeviceEntry entry = mapped.get(number);
        List<DeviceNumber> lower = List.of();
        Node node;
        if (entry == null) {
            node = new Node(number, "", null);
        } else {
            Which which = new Which.Named(entry.name());
            lower = work.driver().ask("deps", which, (m, name) -> m.dependencies(name, TableSlot.ACTIVE));
            node = new Node(
                    number, work.shown(entry.name()), work.driver().ask("info", which, (m, name) -> m.info(name)));
        }
        nodes.put(number, node);
        link(user, node);
        if (lower.isEmpty()) {
            join(node, root);
        }
        for (DeviceNumber each : lower) {
            add(node, each);
        }
    }

    private void link(Node user, Node node) {
        if (user == root) {
            if (node.users.stream().anyMatch(u -> u != root)) {
                return;
            }
        } else {
            part(root, node);
        }
        part(user, root);
        join(user, node);
    }

    private static void join(Node user, Node node) {
        if (!user.uses.contains(node)) {
            user.uses.add(node);
            node.users.add(user);
        }
    }

    private static void part(Node user, Node node) {
        user.uses.remove(node);
        node.users.remove(user);
    }
}
