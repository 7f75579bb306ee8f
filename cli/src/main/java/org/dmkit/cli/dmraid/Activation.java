package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.util.List;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.raid.Change;
import org.dmkit.raid.Component;
import org.dmkit.raid.Executor;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;
import org.dmkit.raid.Helper;
import org.dmkit.raid.Level;
import org.dmkit.raid.MappedDevice;
import org.dmkit.raid.Profile;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.RefusedException;
import org.dmkit.raid.Tables;
import org.dmkit.raid.spi.RaidDevice.Status;

/**
 * {@code -ay}: starts sets, degraded ones too, one after the other; what can't start never keeps another from it. Tables are
 * dmraid's, but for a parity set that owes a resync: only the modern ones make it good.
 */
final class Activation {
    private final Premises.Opened opened;
    private final Request request;
    private final Log log;

    Activation(Premises.Opened opened, Request request, Log log) {
        this.opened = opened;
        this.request = request;
        this.log = log;
    }

    void run(List<SetNode> nodes) throws IOException {
        for (SetNode node : nodes) {
            for (SetNode top : node.tops()) {
                activate(top);
            }
            log.info("Activating " + node.type() + " raid set \"" + node.name() + "\"");
        }
    }

    private void activate(SetNode node) throws IOException {
        SetNode.Source source = node.source();
        if (source == null) {
            log.error("spare set \"" + node.name() + "\" cannot be activated");
            impossible(node);
        } else if (request.asks(Action.TEST)) {
            show(node, source);
        } else if (node.active()) {
            log.print("RAID set \"" + node.name() + "\" already active");
        } else if (devices(source).isEmpty()) {
            impossible(node);
            if (source.set().level() != Level.RAID1 || node.status() != Status.BROKEN) {
                // dmraid makes a table over /dev/zero, which the kernel refuses; of a mirror it makes none.
                notActivated(node);
            }
        } else {
            tellDegraded(source.set());
            start(node, source);
        }
    }

    private void impossible(SetNode node) {
        log.error("no mapping possible for RAID set " + node.name());
    }

    private void tellDegraded(RaidSet set) {
        set.bottomUp().filter(s -> s.health() == RaidSet.Health.DEGRADED).forEach(s -> {
            long present = s.components().stream()
                    .filter(c -> !(c instanceof Component.Missing))
                    .count();
            log.error(
                    s.level() == Level.RAID1 && present == 1
                            ? "creating degraded mirror mapping for \"" + s.name() + "\""
                            : "starting degraded RAID set \"" + s.name() + "\"");
        });
    }

    private void start(SetNode node, SetNode.Source source) throws IOException {
        List<DmName> names = devices(source).stream().map(MappedDevice::name).toList();
        try {
            var controller = opened.controller();
            Executor.Outcome outcome = controller.run(controller.prepareStart(
                    current(source.group()),
                    new Change.Open(List.of(node.name()), true, false),
                    profile(source.set())));
            switch (outcome) {
                case Executor.Outcome.Done done -> {
                    names.forEach(n -> log.print("RAID set \"" + n + "\" was activated"));
                    return;
                }
                case Executor.Outcome.BackedOut out -> log.error(String.valueOf(out.cause().getMessage()));
                case Executor.Outcome.Incomplete out -> log.error(String.valueOf(out.cause().getMessage()));
            }
        } catch (RefusedException e) {
            e.findings().forEach(f -> log.error(f.toString()));
        }
        notActivated(node);
    }

    private void notActivated(SetNode node) {
        log.print("RAID set \"" + node.name() + "\" was not activated");
    }

    /** The group as it is now: what was started before may have changed it. */
    private Group current(Group group) {
        return opened.controller().scan().groups().stream()
                .filter(g -> g.name().equals(group.name()))
                .findFirst()
                .orElse(group);
    }

    private static List<MappedDevice> devices(SetNode.Source source) {
        Finding blocked = source.group().blocked().get(source.set().name());
        return blocked != null
                ? List.of()
                : Tables.of(source.set(), profile(source.set()), d -> DeviceRef.ofPath(d.path()));
    }

    private static Profile profile(RaidSet set) {
        boolean owed = set.bottomUp()
                .anyMatch(s -> s.level().parity()
                        && (s.resync() != RaidSet.Resync.CLEAN
                                || s.members().anyMatch(m -> m.state() == Component.State.REBUILDING)));
        return owed ? Profile.MODERN : Profile.CLASSIC;
    }

    private void show(SetNode node, SetNode.Source source) {
        List<MappedDevice> devices = devices(source);
        if (devices.isEmpty()) {
            impossible(node);
        }
        for (MappedDevice device : devices) {
            for (Helper helper : device.helpers()) {
                if (helper instanceof Helper.Offset offset) {
                    show(offset.name(), offset.table());
                }
            }
            show(device.name(), device.table());
        }
    }

    private void show(DmName name, Table table) {
        table.lines().forEach(line -> log.print(name + ": " + line));
    }
}
