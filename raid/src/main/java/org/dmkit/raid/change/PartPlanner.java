package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LivePartitions;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.raid.table.Helper;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Tables;

/** What one group adds to a {@link Plan}: the devices of its sets, from what is live to what T1's tree says. Pure. */
final class PartPlanner {
    private final Transition.Part part;
    private final Live now;
    private final LiveSets liveSets;
    /** Of devices, those that other groups want among them. */
    private final Set<DmName> takenNames;

    private final List<Step> takeDowns = new ArrayList<>();
    private final List<Step> helpers = new ArrayList<>();
    private final List<Step> preloads = new ArrayList<>();
    private final List<DmName> switched = new ArrayList<>();
    private final List<Step> creates = new ArrayList<>();
    private final List<Step> partitions = new ArrayList<>();
    private final List<Step> removals = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    /** Of sets that run on, what lies below them and is in no table of T1. */
    private final Set<String> fallen = new HashSet<>();
    /** Helpers that T1's tables stand on. */
    private final Set<DmName> kept = new HashSet<>();
    /** Helpers that T0's tables stand on. */
    private final List<DmName> left = new ArrayList<>();

    private PartPlanner(Transition.Part part, Live now, Set<DmName> takenNames) {
        this.part = part;
        this.now = now;
        this.takenNames = takenNames;
        this.liveSets = LiveSets.match(part.t0(), now);
    }

    /** @param takenNames by devices; those of devices that are made come to them */
    static PartPlanner of(Transition.Part part, Live now, Set<DmName> takenNames) {
        var planner = new PartPlanner(part, now, takenNames);
        if (part.scope() == Transition.Scope.ALL) {
            planner.takeDowns();
            for (RaidSet set : part.t1().sets()) {
                if (part.running().contains(set.name())) {
                    planner.run(set);
                }
            }
            planner.removals();
        }
        return planner;
    }

    /** Sets that are deleted, which go before their metadata: nobody may write to them any more, and one that is in use stays whole. */
    List<Step> takenDown() {
        return takeDowns;
    }

    /** Devices that T1's tables stand on. */
    List<Step> helpers() {
        return helpers;
    }

    /** T1's tables of devices that go on, a device after those below it. */
    List<Step> preloads() {
        return preloads;
    }

    /** The devices of {@link #preloads}. */
    List<DmName> switched() {
        return switched;
    }

    /** Devices that only T1 has. */
    List<Step> creates() {
        return creates;
    }

    List<Step> partitions() {
        return partitions;
    }

    /** Devices that only T0 has. */
    List<Step> removed() {
        return removals;
    }

    /** Helpers that T0's tables stand on; they go if no table of T1 does. */
    List<DmName> left() {
        return left;
    }

    Set<DmName> kept() {
        return kept;
    }

    List<Finding> findings() {
        return findings;
    }

    /** True if all sets that run in T1 run already, or are made by this change. */
    boolean startsOnlyWhatItMakes() {
        List<String> made = part.delta()
                .events(Delta.Event.Created.class)
                .map(e -> e.set().name())
                .toList();
        return part.running().stream().allMatch(name -> made.contains(name) || runs(name));
    }

    private boolean runs(String set) {
        return part.t0().set(set).filter(s -> liveSets.device(s).isPresent()).isPresent();
    }

    private void takeDowns() {
        part.delta()
                .events(Delta.Event.Deleted.class)
                .flatMap(e -> part.t0().set(e.set()).stream())
                .forEach(set -> topDown(set)
                        .forEach(node -> liveSets.device(node).ifPresent(live -> {
                            LivePartitions.of(live, now).forEach(d -> takeDowns.add(removal(d)));
                            takeDowns.add(
                                    new Step.TakeDown(live.name(), live.info().uuid(), live.active()));
                        })));
    }

    private static List<RaidSet> topDown(RaidSet set) {
        return set.bottomUp().toList().reversed();
    }

    /** Brings one set and those below it from what is live to what its tree says. */
    private void run(RaidSet set) {
        Map<String, RaidSet> nodes = new HashMap<>();
        set.bottomUp().forEach(s -> nodes.put(s.name(), s));
        // The flag "open for writing" is not a reason to resync a set that runs or was stopped cleanly.
        RaidSet mapped = set.withResync(resync(set));
        List<MappedDevice> devices = Tables.of(mapped, part.profile(), PartPlanner::ref);
        if (!devices.isEmpty()) {
            partitions(set, devices.getLast());
            List<String> names = devices.stream().map(d -> d.name().value()).toList();
            nodes.keySet().stream().filter(name -> !names.contains(name)).forEach(fallen::add);
        }
        boolean runs = liveSets.device(set).isPresent();
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
            } else if (runs) {
                // The table of what runs above it is loaded before the switch.
                helpers.add(new Step.CreateHelper(device.name(), device.uuid(), table));
            } else {
                creates.add(new Step.Create(device.name(), device.uuid(), table));
            }
        }
    }

    /** A set that runs under another name gives that to its partitions. */
    private void partitions(RaidSet set, MappedDevice device) {
        PartitionTable table = part.partitions().tables().get(set.name());
        if (table == null) {
            return;
        }
        Optional<LiveDevice> live = liveSets.device(set);
        MappedDevice known = live.map(d -> new MappedDevice(d.name(), uuid(d, device), d.active(), List.of()))
                .orElse(device);
        var change = PartitionChange.of(known, live, table, part.partitions().names(), now);
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
        RaidSet before = part.t0().set(set.name()).orElse(set);
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
                    if (fallen.contains(s.set().name())) {
                        continue;
                    }
                    Optional<LiveDevice> lower = liveSets.device(s.set());
                    if (lower.isEmpty() || (node.level().redundant() && beginsToRebuild(s.set()))) {
                        return false;
                    }
                    wanted.add(new Live.Place(lower.get().number(), 0));
                }
                case Component.Missing m -> {}
            }
        }
        List<Live.Place> has = LiveSets.places(live.active(), now);
        // A mirror lists its source first, whatever the slots are.
        return node.level() == Level.RAID1 ? Set.copyOf(has).equals(Set.copyOf(wanted)) : has.equals(wanted);
    }

    private boolean beginsToRebuild(RaidSet below) {
        return part.delta()
                .events(Delta.Event.RebuildBegan.class)
                .anyMatch(e -> below.member(e.disk()).isPresent());
    }

    /**
     * The table of a device with its references settled: subsets by the name they run under; a slot that goes on keeps the
     * metadata and offset devices it has, because they hold what the kernel knows; other slots get new ones.
     */
    private Table onHelpers(MappedDevice device, Optional<LiveDevice> live) {
        Map<DmName, DeviceRef> settled = new HashMap<>();
        for (RaidSet top : part.t1().sets()) {
            top.bottomUp()
                    .forEach(s -> liveSets.device(s)
                            .ifPresent(d -> settled.put(new DmName(s.name()), DeviceRef.of(d.name()))));
        }
        Map<Integer, DmTarget.RaidSlot> goingOn =
                live.map(l -> goingOn(device, l)).orElse(Map.of());
        for (Helper helper : device.helpers()) {
            DmTarget.RaidSlot slot = goingOn.get(helper.slot());
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
    private Map<Integer, DmTarget.RaidSlot> goingOn(MappedDevice device, LiveDevice live) {
        var slots = new LinkedHashMap<Integer, DmTarget.RaidSlot>();
        if (device.table().lines().getFirst().target() instanceof DmTarget.Raid t1
                && live.active().lines().size() == 1
                && live.active().lines().getFirst().target() instanceof DmTarget.Raid t0
                && t0.slots().size() == t1.slots().size()) {
            for (int i = 0; i < t1.slots().size(); i++) {
                DmTarget.RaidSlot has = t0.slots().get(i);
                if (!(has.metadata() instanceof DeviceRef.None)
                        && now.place(has.data(), 0)
                                .equals(place(device, t1.slots().get(i)))) {
                    slots.put(i, has);
                }
            }
        }
        return slots;
    }

    /** Where a slot of a table that is not loaded yet lies: looks through the offset helper that it would get. */
    private Optional<Live.Place> place(MappedDevice device, DmTarget.RaidSlot slot) {
        if (slot.data() instanceof DeviceRef.Mapped m) {
            for (Helper h : device.helpers()) {
                if (h instanceof Helper.Offset o
                        && o.name().equals(m.name())
                        && o.table().lines().getFirst().target() instanceof DmTarget.Linear l) {
                    return now.place(l.device(), l.offset());
                }
            }
        }
        return now.place(slot.data(), 0);
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
            now.byNumber(n.number()).map(LiveDevice::name).ifPresent(kept::add);
        }
    }

    /** What only T0 has: partitions, and devices top-down. */
    private void removals() {
        for (RaidSet set : part.t0().sets()) {
            boolean stays = part.running().contains(set.name());
            boolean deleted = part.t1().set(set.name()).isEmpty();
            for (RaidSet node : topDown(set)) {
                Optional<LiveDevice> device = liveSets.device(node);
                if (device.isPresent()) {
                    if (!stays && !deleted) {
                        LivePartitions.of(device.get(), now).forEach(d -> removals.add(removal(d)));
                        removals.add(new Step.Remove(device.get().name()));
                    } else if (fallen.contains(node.name())) {
                        removals.add(new Step.Remove(device.get().name()));
                    }
                    for (DeviceRef ref : device.get().active().devices()) {
                        helper(ref).ifPresent(left::add);
                    }
                }
            }
        }
    }

    private Optional<DmName> helper(DeviceRef ref) {
        return ref instanceof DeviceRef.Number n
                ? now.byNumber(n.number()).filter(LiveDevice::isHelper).map(LiveDevice::name)
                : Optional.empty();
    }

    private static DeviceRef ref(DiskInfo disk) {
        return DeviceRef.of(number(disk));
    }

    private static DeviceNumber number(DiskInfo disk) {
        return Objects.requireNonNull(disk.number(), () -> disk.name() + " has no device number");
    }
}
