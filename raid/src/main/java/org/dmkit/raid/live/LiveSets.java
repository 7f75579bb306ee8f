package org.dmkit.raid.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * Which mapped device runs which set. A set is matched by its members and the live table, not by its name: in some formats
 * the name changes when a member is replaced, while the device keeps the name and the uuid that it was created with.
 *
 * @param bySet the running device of each set and subset, by the set's name
 */
public record LiveSets(Map<String, LiveDevice> bySet) {
    public LiveSets {
        bySet = Map.copyOf(bySet);
    }

    /** Matches the sets of a group, subsets first. */
    public static LiveSets match(Group group, Live live) {
        var matched = new HashMap<String, LiveDevice>();
        for (RaidSet top : group.sets()) {
            top.bottomUp()
                    .forEach(set -> find(set, live, matched)
                            .or(() -> set.name().equals(top.name()) ? Optional.empty() : left(set, live))
                            .ifPresent(d -> matched.put(set.name(), d)));
            top.bottomUp().forEach(set -> legs(set, live, matched));
        }
        return new LiveSets(matched);
    }

    /** Stripes whose members are all lost are known by what stands on them, whatever their devices are called. */
    private static void legs(RaidSet set, Live live, Map<String, LiveDevice> matched) {
        LiveDevice device = matched.get(set.name());
        if (device == null) {
            return;
        }
        for (Component c : set.components()) {
            if (c instanceof Component.Subset s && s.set().members().findAny().isEmpty()) {
                places(device.active(), live).stream()
                        .flatMap(p -> live.byNumber(p.device()).stream())
                        .filter(d -> d.isOurs() && !matched.containsValue(d))
                        .findFirst()
                        .ifPresent(d -> matched.putIfAbsent(s.set().name(), d));
            }
        }
    }

    /** The running device of this set; empty if it does not run. */
    public Optional<LiveDevice> device(RaidSet set) {
        return Optional.ofNullable(bySet.get(set.name()));
    }

    /** The device of a stripe whose members are all lost and on which nothing stands: only its name is left to know it by. */
    private static Optional<LiveDevice> left(RaidSet set, Live live) {
        return set.members().findAny().isPresent()
                ? Optional.empty()
                : live.devices().stream()
                        .filter(d -> d.info().uuid().value().equals("DMRAID-" + set.name()))
                        .findFirst();
    }

    private static Optional<LiveDevice> find(RaidSet set, Live live, Map<String, LiveDevice> below) {
        Set<Live.Place> wanted = new LinkedHashSet<>();
        for (Component c : set.components()) {
            switch (c) {
                case Component.Member m -> {
                    if (m.disk().number() != null) {
                        wanted.add(new Live.Place(m.disk().number(), m.extent().lba()));
                    }
                }
                case Component.Subset s -> {
                    LiveDevice lower = below.get(s.set().name());
                    if (lower != null) {
                        wanted.add(new Live.Place(lower.number(), 0));
                    }
                }
                case Component.Missing m -> {}
            }
        }
        List<LiveDevice> found = wanted.stream()
                .map(Live.Place::device)
                .flatMap(n -> live.above(n).stream())
                .distinct()
                .filter(d -> !d.isHelper())
                .filter(d -> runs(set, wanted, d, live))
                .toList();
        return found.stream()
                .filter(d -> d.name().value().equals(set.name()))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /**
     * Whether this device is the set's: one of ours that has a member of it, or one that somebody started by hand with just its
     * members and level. Anything else on a member, as a linear for a backup, is a user of that disk.
     */
    private static boolean runs(RaidSet set, Set<Live.Place> wanted, LiveDevice device, Live live) {
        Table table = device.table();
        List<Live.Place> places = places(table, live);
        return device.isOurs()
                ? places.stream().anyMatch(wanted::contains)
                : Set.copyOf(places).equals(wanted)
                        && table.lines().stream().allMatch(l -> lays(l.target(), set.level()));
    }

    /** Whether a target lays data out as this level does. */
    private static boolean lays(DmTarget target, Level level) {
        return switch (target) {
            case DmTarget.Linear t -> level == Level.LINEAR || level == Level.RAID0;
            case DmTarget.Striped t -> level == Level.RAID0;
            case DmTarget.Mirror t -> level == Level.RAID1;
            case DmTarget.Raid t -> level.redundant();
            case DmTarget.SnapshotOrigin t -> false;
            case DmTarget.Error t -> false;
            case DmTarget.Zero t -> false;
            case DmTarget.Generic t -> false;
        };
    }

    /** Where the data of a table lie, slot by slot where the target has slots; metadata devices left out. */
    public static List<Live.Place> places(Table table, Live live) {
        var places = new ArrayList<Live.Place>();
        for (Table.Line line : table.lines()) {
            for (DmTarget.Leg leg : dataLegs(line.target())) {
                live.place(leg.device(), leg.offset()).ifPresent(places::add);
            }
        }
        return places;
    }

    /** Where each slot of a table of one line lies, as far as that can be told. */
    static List<Optional<Live.Place>> slots(Table table, Live live) {
        return dataLegs(table.lines().getFirst().target()).stream()
                .map(leg -> live.place(leg.device(), leg.offset()))
                .toList();
    }

    /** The data devices of a target in slot order, {@link DeviceRef#NONE} for a missing one. */
    static List<DmTarget.Leg> dataLegs(DmTarget target) {
        return switch (target) {
            case DmTarget.Linear t -> List.of(new DmTarget.Leg(t.device(), t.offset()));
            case DmTarget.Striped t -> t.legs();
            case DmTarget.Mirror t -> t.legs();
            case DmTarget.Raid t ->
                t.slots().stream().map(s -> new DmTarget.Leg(s.data(), 0)).toList();
            case DmTarget.SnapshotOrigin t -> List.of(new DmTarget.Leg(t.device(), 0));
            case DmTarget.Error t -> List.of();
            case DmTarget.Zero t -> List.of();
            case DmTarget.Generic t -> List.of();
        };
    }

    /** True if any live set stands on this device. */
    boolean uses(DeviceNumber number) {
        return bySet.values().stream()
                .flatMap(d -> d.active().devices().stream())
                .anyMatch(r -> r instanceof DeviceRef.Number n && n.number().equals(number));
    }
}
