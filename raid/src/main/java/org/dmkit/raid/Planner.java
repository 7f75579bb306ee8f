package org.dmkit.raid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.dm.Target;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.spi.Image;

/** Turns the difference of two trees into a {@link Plan}. Pure: no disk and no kernel in its hands. */
public final class Planner {
    private final Transition transition;
    private final LiveSets liveSets;

    private final List<Step> helpers = new ArrayList<>();
    private final List<Step> preloads = new ArrayList<>();
    private final List<DmName> switched = new ArrayList<>();
    private final List<Step> creates = new ArrayList<>();
    private final List<Step> partitions = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    /** Helpers that T1's tables stand on. */
    private final Set<DmName> kept = new HashSet<>();

    private final Set<DmName> takenNames = new HashSet<>();

    private Planner(Transition transition) {
        this.transition = transition;
        this.liveSets = LiveSets.match(transition.t0(), transition.live());
        transition.live().devices().forEach(d -> takenNames.add(d.name()));
    }

    /** The plan that leads from T0 and what is live to T1; empty if nothing has to be done. */
    public static Plan plan(Transition transition) {
        return new Planner(transition).plan();
    }

    /**
     * What there is to say of the partitions that a change maps: what their tables have wrong, and which of them can't be as the
     * table says.
     */
    public static List<Finding> findings(Transition transition) {
        var planner = new Planner(transition);
        planner.plan();
        return List.copyOf(planner.findings);
    }

    private Plan plan() {
        boolean tables = transition.scope() == Transition.Scope.ALL;
        for (RaidSet set : transition.t1().sets()) {
            if (tables && transition.running().contains(set.name())) {
                run(set);
            }
        }
        var steps = new ArrayList<Step>();
        steps.addAll(helpers);
        steps.addAll(preloads);
        if (!switched.isEmpty()) {
            steps.add(new Step.Rehearse());
        }
        List<Step> metadata = metadata();
        if (Delta.between(transition.t0(), transition.t1()).restoresSync()) {
            steps.add(new Step.Flush(
                    transition.t1().disks().stream().map(DiskInfo::name).toList()));
        }
        transition.redo().ifPresent(r -> steps.add(new Step.SaveRedo(r)));
        steps.addAll(metadata);
        // Top-down: an upper device that still sends I/O would wait on a lower one that is suspended.
        for (DmName name : switched.reversed()) {
            steps.add(new Step.Suspend(name));
        }
        for (DmName name : switched) {
            steps.add(new Step.Resume(name));
        }
        steps.addAll(creates);
        steps.addAll(partitions);
        steps.addAll(tables ? removals() : List.of());
        transition.redo().ifPresent(r -> steps.add(new Step.MarkRedo(r, Redo.State.FINISHED)));
        return new Plan(steps);
    }

    private List<Step> metadata() {
        var steps = new ArrayList<Step>();
        new TreeMap<>(transition.t1Images()).forEach((disk, images) -> {
            List<Image> before = Objects.requireNonNull(transition.t0Images().get(disk));
            if (!before.equals(images)) {
                // A write that is torn may leave a sector that can't be read: the record has only those that differ.
                var differing = Redo.Member.ofDiffering("", 0, before, images);
                steps.add(new Step.WriteMetadata(disk, differing.t0(), differing.t1()));
            }
        });
        return steps;
    }

    /** Brings one set and those below it from what is live to what its tree says. */
    private void run(RaidSet set) {
        Map<String, RaidSet> nodes = new HashMap<>();
        set.bottomUp().forEach(s -> nodes.put(s.name(), s));
        // The flag "open for writing" is not a reason to resync a set that runs or was stopped cleanly.
        RaidSet mapped = set.withResync(resync(set));
        List<MappedDevice> devices = Tables.of(mapped, transition.profile(), Planner::ref);
        if (!devices.isEmpty()) {
            partitions(set, devices.getLast());
        }
        for (MappedDevice device : devices) {
            RaidSet node = Objects.requireNonNull(nodes.get(device.name().value()));
            Optional<LiveDevice> live = liveSets.device(node);
            if (live.isPresent() && sameMembers(live.get(), node)) {
                live.get().active().devices().forEach(this::keep);
                continue;
            }
            Table table = onHelpers(device, live);
            if (live.isPresent()) {
                preloads.add(new Step.Preload(live.get().name(), table));
                switched.add(live.get().name());
            } else {
                creates.add(new Step.Create(device.name(), device.uuid(), table));
            }
        }
    }

    /** A set that runs under another name gives that to its partitions. */
    private void partitions(RaidSet set, MappedDevice device) {
        PartitionTable table = transition.partitions().tables().get(set.name());
        if (table == null) {
            return;
        }
        Optional<LiveDevice> live = liveSets.device(set);
        MappedDevice known = live.map(d -> new MappedDevice(d.name(), uuid(d, device), d.active(), List.of()))
                .orElse(device);
        var change =
                PartitionChange.of(known, live, table, transition.partitions().names(), transition.live());
        findings.addAll(table.findings());
        findings.addAll(change.findings());
        change.remove().forEach(d -> partitions.add(removal(d)));
        change.create().forEach(d -> partitions.add(new Step.Create(d.name(), d.uuid(), d.table())));
    }

    /** One that somebody started by hand may have no uuid, and its partitions would not be known as such. */
    private static DmUuid uuid(LiveDevice live, MappedDevice device) {
        return live.info().uuid().value().startsWith("DMRAID-") ? live.info().uuid() : device.uuid();
    }

    private static Step removal(LiveDevice partition) {
        return new Step.RemovePartition(partition.name(), partition.info().uuid(), partition.active());
    }

    private RaidSet.Resync resync(RaidSet set) {
        RaidSet before = transition.t0().set(set.name()).orElse(set);
        boolean runs = liveSets.device(set).isPresent();
        if (!runs && forced(set)) {
            return RaidSet.Resync.CLEAN;
        }
        return switch (before.resync()) {
            case CLEAN -> RaidSet.Resync.CLEAN;
            case RESYNCING -> RaidSet.Resync.RESYNCING;
            case DIRTY -> runs ? RaidSet.Resync.CLEAN : RaidSet.Resync.RESYNCING;
        };
    }

    /** The kernel starts no parity set with a lost member and a resync owed; who asked for it all the same has been warned. */
    private static boolean forced(RaidSet set) {
        return set.level().parity() && set.health() == RaidSet.Health.DEGRADED;
    }

    /** True if the live table already has just the members that the tree wants, so that there is nothing to switch. */
    private boolean sameMembers(LiveDevice live, RaidSet node) {
        var wanted = new ArrayList<Live.Place>();
        for (Component c : node.components()) {
            switch (c) {
                case Component.Member m ->
                    wanted.add(new Live.Place(number(m.disk()), m.extent().lba()));
                case Component.Subset s -> {
                    Optional<LiveDevice> lower = liveSets.device(s.set());
                    if (lower.isEmpty()) {
                        return false;
                    }
                    wanted.add(new Live.Place(lower.get().number(), 0));
                }
                case Component.Missing m -> {}
            }
        }
        List<Live.Place> has = LiveSets.places(live.active(), transition.live());
        // A mirror lists its source first, whatever the slots are.
        return node.level() == Level.RAID1 ? Set.copyOf(has).equals(Set.copyOf(wanted)) : has.equals(wanted);
    }

    /**
     * The table of a device with its references settled: subsets by the name they run under; a slot that goes on keeps the
     * metadata and offset devices it has, because they hold what the kernel knows; other slots get new ones.
     */
    private Table onHelpers(MappedDevice device, Optional<LiveDevice> live) {
        Map<DmName, DeviceRef> settled = new HashMap<>();
        for (RaidSet top : transition.t1().sets()) {
            top.bottomUp()
                    .forEach(s -> liveSets.device(s)
                            .ifPresent(d -> settled.put(new DmName(s.name()), DeviceRef.of(d.name()))));
        }
        Map<Integer, Target.RaidSlot> goingOn =
                live.map(l -> goingOn(device, l)).orElse(Map.of());
        for (Helper helper : device.helpers()) {
            Target.RaidSlot slot = goingOn.get(helper.slot());
            if (slot != null) {
                DeviceRef has = helper instanceof Helper.Metadata ? slot.metadata() : slot.data();
                settled.put(helper.name(), has);
                keep(has);
            } else {
                DmName name = free(helper.name());
                settled.put(helper.name(), DeviceRef.of(name));
                var uuid = new DmUuid(LiveDevice.HELPER_UUID + name);
                helpers.add(
                        switch (helper) {
                            case Helper.Metadata m -> new Step.CreateMetadataDevice(name, uuid, m.superblock());
                            case Helper.Offset o -> new Step.CreateHelper(name, uuid, o.table());
                        });
            }
        }
        return device.table()
                .withDevices(ref -> ref instanceof DeviceRef.Mapped m ? settled.getOrDefault(m.name(), ref) : ref);
    }

    /** The slots of a live {@code raid} table that have the same data in T1 and a metadata device. */
    private Map<Integer, Target.RaidSlot> goingOn(MappedDevice device, LiveDevice live) {
        var slots = new LinkedHashMap<Integer, Target.RaidSlot>();
        if (device.table().lines().getFirst().target() instanceof Target.Raid t1
                && live.active().lines().size() == 1
                && live.active().lines().getFirst().target() instanceof Target.Raid t0
                && t0.slots().size() == t1.slots().size()) {
            for (int i = 0; i < t1.slots().size(); i++) {
                Target.RaidSlot has = t0.slots().get(i);
                if (!(has.metadata() instanceof DeviceRef.None)
                        && transition
                                .live()
                                .place(has.data(), 0)
                                .equals(place(device, t1.slots().get(i)))) {
                    slots.put(i, has);
                }
            }
        }
        return slots;
    }

    /** Where a slot of a table that is not loaded yet lies: looks through the offset helper that it would get. */
    private Optional<Live.Place> place(MappedDevice device, Target.RaidSlot slot) {
        if (slot.data() instanceof DeviceRef.Mapped m) {
            for (Helper h : device.helpers()) {
                if (h instanceof Helper.Offset o
                        && o.name().equals(m.name())
                        && o.table().lines().getFirst().target() instanceof Target.Linear l) {
                    return transition.live().place(l.device(), l.offset());
                }
            }
        }
        return transition.live().place(slot.data(), 0);
    }

    /** A helper of T0 may still bear the name that one of T1 wants. */
    private DmName free(DmName wanted) {
        DmName name = wanted;
        for (int i = 2; !takenNames.add(name); i++) {
            name = new DmName(wanted + "_" + i);
        }
        return name;
    }

    private void keep(DeviceRef ref) {
        if (ref instanceof DeviceRef.Number n) {
            transition.live().byNumber(n.number()).map(LiveDevice::name).ifPresent(kept::add);
        }
    }

    /** What only T0 has: partitions, devices top-down, then the helpers that nothing stands on any more. */
    private List<Step> removals() {
        var steps = new ArrayList<Step>();
        var candidates = new ArrayList<DmName>();
        for (RaidSet set : transition.t0().sets()) {
            boolean stays = transition.running().contains(set.name())
                    && transition.t1().set(set.name()).isPresent();
            List<RaidSet> nodes = new ArrayList<>(set.bottomUp().toList());
            Collections.reverse(nodes);
            for (RaidSet node : nodes) {
                Optional<LiveDevice> live = liveSets.device(node);
                if (live.isPresent()) {
                    if (!stays) {
                        LivePartitions.of(live.get(), transition.live()).forEach(d -> steps.add(removal(d)));
                        steps.add(new Step.Remove(live.get().name()));
                    }
                    for (DeviceRef ref : live.get().active().devices()) {
                        helper(ref).ifPresent(candidates::add);
                    }
                }
            }
        }
        candidates.stream().distinct().filter(n -> !kept.contains(n)).forEach(n -> steps.add(new Step.Remove(n)));
        return steps;
    }

    private Optional<DmName> helper(DeviceRef ref) {
        return ref instanceof DeviceRef.Number n
                ? transition
                        .live()
                        .byNumber(n.number())
                        .filter(LiveDevice::isHelper)
                        .map(LiveDevice::name)
                : Optional.empty();
    }

    private static DeviceRef ref(DiskInfo disk) {
        return DeviceRef.of(number(disk));
    }

    private static DeviceNumber number(DiskInfo disk) {
        return Objects.requireNonNull(disk.number(), () -> disk.name() + " has no device number");
    }
}
