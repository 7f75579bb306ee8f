package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.raid.table.Helper;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;

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
        var partitions = new ArrayList<String>();
        for (SetNode node : nodes) {
            for (SetNode top : node.tops()) {
                activate(top, partitions);
            }
            log.info("Activating " + node.type() + " raid set \"" + node.name() + "\"");
        }
        // dmraid looks for partitions once all sets run.
        partitions.forEach(log::print);
    }

    private void activate(SetNode node, List<String> partitions) throws IOException {
        SetNode.Source source = node.source();
        if (source == null) {
            log.error("spare set \"" + node.name() + "\" cannot be activated");
            impossible(node);
        } else if (request.asks(Action.TEST)) {
            show(node, source);
        } else if (devices(source).isEmpty()) {
            impossible(node);
            // dmraid makes a table over /dev/zero, which the kernel refuses, and stops; of a mirror of disks it makes
            // none.
            SetNode first = node.subsets().isEmpty() ? node : node.subsets().getFirst();
            if (first.source() == null
                    || first.source().set().level() != Level.RAID1
                    || first.status() != Status.BROKEN) {
                notActivated(first);
            }
        } else {
            if (node.active()) {
                log.print("RAID set \"" + node.name() + "\" already active");
            } else {
                tellDegraded(source.set());
            }
            start(node, source, partitions);
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

    /** Of a set that runs already, its partitions alone. */
    private void start(SetNode node, SetNode.Source source, List<String> partitions) throws IOException {
        var controller = opened.controller();
        try {
            Transition transition = prepare(node, source);
            Planner.findings(transition).forEach(f -> log.warn(f.toString()));
            Live before = Live.read(controller.machine().deviceMapper());
            Plan plan = Planner.plan(transition);
            Executor.Outcome outcome =
                    plan.isEmpty() ? new Executor.Outcome.Done(Duration.ZERO) : controller.run(transition);
            switch (outcome) {
                case Executor.Outcome.Done done -> {
                    if (!node.active()) {
                        devices(source).forEach(d -> log.print("RAID set \"" + d.name() + "\" was activated"));
                    }
                    tellPartitions(transition, source, before, partitions);
                    removeKernelPartitions(source.set());
                    return;
                }
                case Executor.Outcome.BackedOut out ->
                    log.error(String.valueOf(out.cause().getMessage()));
                case Executor.Outcome.Incomplete out ->
                    log.error(String.valueOf(out.cause().getMessage()));
            }
        } catch (RefusedException e) {
            e.findings().forEach(f -> log.error(f.toString()));
        }
        if (!node.active()) {
            notActivated(node);
        }
    }

    private Transition prepare(SetNode node, SetNode.Source source) throws IOException, RefusedException {
        var controller = opened.controller();
        Group group = opened.now(source.group());
        var open = new Change.Open(List.of(node.name()), true, false);
        Profile profile = profile(source.set());
        Transition start = controller.prepareStart(group, open, profile);
        return request.asks(Action.NO_PARTITIONS)
                ? start
                : controller.withPartitions(start, open.sets(), request.partitionNames());
    }

    private void tellPartitions(Transition transition, SetNode.Source source, Live before, List<String> lines)
            throws IOException {
        Optional<PartitionTable> table = transition.partitionsOf(source.set().name());
        if (table.isEmpty()) {
            return;
        }
        Live after = Live.read(opened.controller().machine().deviceMapper());
        for (MappedDevice partition : table.get().devices(devices(source).getLast(), request.partitionNames())) {
            String state = before.byName(partition.name()).isPresent()
                    ? "already active"
                    : after.byName(partition.name()).isPresent() ? "was activated" : "was not activated";
            lines.add("RAID set \"" + partition.name() + "\" " + state);
        }
    }

    private void removeKernelPartitions(RaidSet set) throws IOException {
        if (request.asks(Action.REMOVE_PARTITIONS)) {
            for (Component.Member member : set.members().toList()) {
                opened.removeKernelPartitions(member.disk()).forEach(log::error);
            }
        }
    }

    private void notActivated(SetNode node) {
        log.print("RAID set \"" + node.name() + "\" was not activated");
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
