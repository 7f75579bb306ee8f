package org.dmkit.dm;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/**
 * Keeps /dev/mapper in step with the devices: where udev runs it is waited for, and what it didn't do, or where it doesn't
 * run, is done here.
 *
 * <p>Nothing is waited for or touched while a device is suspended through the same mapper: udev, or this process, may need the
 * file system that is on it. It is made up for when the last of them is resumed.
 */
final class NodeKeeper {
    private static final Path UDEV = Path.of("/run/udev/control");

    /** Longer than any rule should take, short enough to be survived. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DmNodes nodes;
    private final Set<DmName> suspended = new HashSet<>();
    private final List<Change> pending = new ArrayList<>();
    private final Duration patience;
    private final UdevPolicy policy;
    private boolean udev;

    NodeKeeper(DmNodes nodes, boolean udev, UdevPolicy policy, Duration patience) {
        this.nodes = nodes;
        this.udev = udev;
        this.policy = policy;
        this.patience = patience;
    }

    static NodeKeeper ofSystem(UdevPolicy policy) {
        return new NodeKeeper(new DmNodes(DmNodes.DIRECTORY), Files.exists(UDEV), policy, PATIENCE);
    }

    /** What a request has done to a name. */
    sealed interface Node {
        record Present(DmName name, DeviceNumber number) implements Node {}

        record Gone(DmName name) implements Node {}
    }

    private record Change(UdevCookie cookie, List<Node> nodes) {}

    /** Before a request that emits an event. */
    synchronized UdevCookie cookie() throws KernelException {
        if (!udev) {
            return UdevCookie.NONE;
        }
        return switch (policy.waiting()) {
            case UdevPolicy.Wait.Each each -> UdevCookie.create();
            case UdevPolicy.Wait.Never never -> UdevCookie.UNHEARD;
            case UdevPolicy.Wait.Later later -> UdevCookie.join(later.key());
        };
    }

    synchronized void suspended(DmName name) {
        suspended.add(name);
    }

    /** After a request that succeeded. Whatever was suspended under a name that it mentions is so no more. */
    synchronized void changed(UdevCookie cookie, List<Node> changes) {
        pending.add(new Change(cookie, changes));
        for (Node node : changes) {
            suspended.remove(
                    switch (node) {
                        case Node.Present p -> p.name();
                        case Node.Gone g -> g.name();
                    });
        }
        if (suspended.isEmpty()) {
            settle();
        }
    }

    /** Makes up for all that is pending. */
    synchronized void settle() {
        for (Change change : pending) {
            if (udev) {
                udev = change.cookie().await(patience);
            } else {
                change.cookie().discard();
            }
            if (!leaves()) {
                change.nodes().forEach(this::apply);
            }
        }
        pending.clear();
    }

    /** Whether nodes are udev's affair: who doesn't wait for it must not race with it. */
    private boolean leaves() {
        return udev && policy.rules() && !(policy.waiting() instanceof UdevPolicy.Wait.Each);
    }

    private void apply(Node node) {
        try {
            switch (node) {
                case Node.Present p -> nodes.make(p.name(), p.number());
                case Node.Gone g -> nodes.remove(g.name());
            }
        } catch (IOException e) {
            // The request itself was done; a node is a convenience.
            System.getLogger(NodeKeeper.class.getName()).log(Level.WARNING, "node not kept", e);
        }
    }
}
