package org.dmkit.vmtest.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;

/** One case in one profile: every set that can start is started by the product, looked at, and stopped. */
final class Trial {
    private final Profile profile;
    private final List<Format<?>> formats;
    private final DeviceMapper mapper;
    private final BatchReader reader;

    Trial(Profile profile, List<Format<?>> formats, DeviceMapper mapper, BatchReader reader) {
        this.profile = profile;
        this.formats = formats;
        this.mapper = mapper;
        this.reader = reader;
    }

    /** A set that runs, or is about to. */
    private record Tried(RaidSet set, DataCheck data) {}

    /** What came of it, a line a set; what is wrong is thrown. */
    List<String> run(Capture capture, Path memory) throws IOException, WrongException {
        var lines = new ArrayList<String>();
        try (CaseDisks disks = CaseDisks.of(capture, memory)) {
            var machine = new Machine(mapper, new LoopDevices(), reader, disks.all());
            try (var controller = new Controller(machine, formats, profile, (step, undoing) -> {})) {
                List<String> groups =
                        controller.scan().groups().stream().map(Group::name).toList();
                for (String name : groups) {
                    Optional<Group> group = controller.scan().groups().stream()
                            .filter(g -> g.name().equals(name))
                            .findFirst();
                    if (group.isPresent()) {
                        run(controller, group.get(), lines);
                    } else {
                        lines.add(name + " shut out by a set that was started before it");
                    }
                }
            }
        }
        return lines;
    }

    private void run(Controller controller, Group group, List<String> lines) throws IOException, WrongException {
        var startable = new ArrayList<RaidSet>();
        for (RaidSet set : group.sets()) {
            if (group.blocked().containsKey(set.name())) {
                lines.add(set.name() + " blocked: "
                        + group.blocked().get(set.name()).code());
            } else if (set.health() == RaidSet.Health.FAILED) {
                lines.add(set.name() + " failed");
            } else {
                startable.add(set);
            }
        }
        if (startable.isEmpty()) {
            return;
        }
        List<Tried> tried = prepareData(controller.machine(), startable);
        Set<String> names = startable.stream().map(RaidSet::name).collect(Collectors.toSet());
        try {
            Transition start = controller.prepareStart(group, new Change.Open(List.copyOf(names), true, true), profile);
            Plan plan = Planner.plan(start);
            mustBeDone(controller.run(start), "start");
            new TableCheck(mapper).check(plan);
            for (Tried each : tried) {
                try (Disk device = open(each.set.name())) {
                    each.data.readSet(device);
                    each.data.writeSet(device);
                }
            }
            Set<String> now =
                    startable.stream().map(set -> nameNow(controller, set)).collect(Collectors.toSet());
            mustBeDone(controller.run(controller.prepareStop(groupNow(controller, startable), now)), "stop");
            var close = new Change.Close(List.copyOf(now));
            mustBeDone(controller.run(controller.prepare(groupNow(controller, startable), close)), "close");
        } catch (RefusedException e) {
            throw new WrongException("refused: " + e.getMessage());
        }
        for (Tried each : tried) {
            each.data.readMembers();
            lines.add(each.set.name() + " " + State.of(each.set) + ", " + each.data.windows() + " windows");
        }
        if (!mapper.devices().isEmpty()) {
            throw new WrongException("left behind: " + mapper.devices());
        }
    }

    private static Group groupNow(Controller controller, List<RaidSet> sets) {
        return controller.groupOf(sets.getFirst()).orElseThrow();
    }

    /** In some formats the name follows from the members, and a start without one of them renews it. */
    private static String nameNow(Controller controller, RaidSet set) {
        Group group = controller.groupOf(set).orElseThrow();
        return group.set(set.name())
                .or(() -> group.sets().stream().findFirst())
                .orElseThrow()
                .name();
    }

    private List<Tried> prepareData(Machine machine, List<RaidSet> sets) throws IOException {
        Map<String, Disk> disks = new HashMap<>();
        machine.disks().forEach(d -> disks.put(d.info().name(), d));
        var tried = new ArrayList<Tried>();
        for (RaidSet set : sets) {
            List<MappedDevice> devices = Tables.of(set, profile, d -> DeviceRef.ofPath(d.name()));
            var data = new DataCheck(
                    Shapes.of(set),
                    devices.getLast().table().length(),
                    disks,
                    set.name().hashCode());
            data.writeMembers();
            tried.add(new Tried(set, data));
        }
        return tried;
    }

    /** By its node, whatever the name in it was mangled to: there must be exactly one. */
    private Disk open(String set) throws IOException, WrongException {
        var nodes = new ArrayList<DiskInfo>();
        DeviceNumber number = mapper.info(new DmName(set)).number();
        try (Stream<Path> entries = Files.list(Path.of("/dev/mapper"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (!entry.endsWith("control")) {
                    DiskInfo info = new SysfsDisks().describe(entry);
                    if (number.equals(info.number())) {
                        nodes.add(info);
                    }
                }
            }
        }
        if (nodes.size() != 1) {
            throw new WrongException(set + " has these nodes: " + nodes);
        }
        return KernelDisk.open(nodes.getFirst(), true);
    }

    private static void mustBeDone(Executor.Outcome outcome, String what) throws WrongException {
        switch (outcome) {
            case Executor.Outcome.Done d -> {}
            case Executor.Outcome.BackedOut b ->
                throw new WrongException(
                        what + ": " + b.failed() + ": " + b.cause().getMessage());
            case Executor.Outcome.Incomplete i ->
                throw new WrongException(
                        what + " incomplete: " + i.failed() + ": " + i.cause().getMessage());
        }
    }
}
