package org.dmkit.raid.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.dm.status.TargetHealth;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/**
 * What the kernel says of the members of running sets: whom it has dropped, whom it never had, who is made good.
 *
 * @param running device of each set and subset that runs, by the set's name
 * @param live all devices
 * @param statuses of those whose target keeps an account of its members
 */
public record Observed(Map<String, LiveDevice> running, Live live, Map<String, Status> statuses) {
    public Observed {
        running = Map.copyOf(running);
        statuses = Map.copyOf(statuses);
    }

    /**
     * One running device.
     *
     * @param device live, with the table that {@code health} speaks of
     */
    public record Status(LiveDevice device, Live live, TargetHealth health) {}

    /** Asks the kernel. Devices whose target keeps no account of its members are left out. */
    public static Observed read(Group group, Live live, DeviceMapper mapper) throws KernelException {
        LiveSets sets = LiveSets.match(group, live);
        var statuses = new HashMap<String, Status>();
        for (var entry : sets.bySet().entrySet()) {
            List<TargetStatus> lines = mapper.status(entry.getValue().name());
            if (lines.size() == 1) {
                TargetStatus line = lines.getFirst();
                TargetHealth.parse(line.type(), line.text())
                        .ifPresent(s -> statuses.put(entry.getKey(), new Status(entry.getValue(), live, s)));
            }
        }
        return new Observed(sets.bySet(), live, statuses);
    }

    /** The group as the kernel's word makes it: dropped members are shut out, rebuilt ones are in sync, a finished resync is done. */
    public Group apply(Group group) {
        Group dropped = group.mapSets(this::apply);
        // A disk that one volume has lost is lost for all of them.
        Group everywhere = dropped;
        for (var lost :
                Delta.between(group, dropped).events(Delta.Event.Lost.class).toList()) {
            everywhere = everywhere.mapSets(set -> set.mapLeaves(
                    c -> c instanceof Component.Member m && m.disk().equals(lost.disk()) ? c.lost() : c));
        }
        Group whole = everywhere.mapSets(set -> running.containsKey(set.name()) ? set.withFallenStripes() : set);
        return whole.shuttingOutMembersOf(group);
    }

    private RaidSet apply(RaidSet top) {
        boolean resynced = top.resync() == RaidSet.Resync.RESYNCING
                && top.bottomUp().filter(s -> s.level().redundant()).allMatch(this::resynced);
        RaidSet out = members(top);
        // It is still open for writing, so what follows "resyncing" is "dirty".
        return resynced ? out.withResync(RaidSet.Resync.DIRTY) : out;
    }

    private boolean resynced(RaidSet set) {
        Status status = statuses.get(set.name());
        return status != null && status.health().rebuilt();
    }

    private RaidSet members(RaidSet set) {
        return set.withComponents(IntStream.range(0, set.components().size())
                .mapToObj(i -> switch (set.components().get(i)) {
                    case Component.Subset s -> new Component.Subset(members(asLeg(set, s.set())));
                    case Component.Member m -> apply(set, m);
                    case Component.Missing m -> vanished(set, i) ? m.lost() : m;
                })
                .toList());
    }

    /** What is said of a set that is a leg of a redundant one: of its members the kernel knows nothing. */
    private RaidSet asLeg(RaidSet set, RaidSet below) {
        LiveDevice device = running.get(set.name());
        if (device == null || !set.level().redundant() || device.active().isEmpty()) {
            return below;
        }
        LiveDevice lower = running.get(below.name());
        int slot = lower == null
                ? -1
                : LiveSets.slots(device.active(), live).indexOf(Optional.of(new Live.Place(lower.number(), 0)));
        if (slot < 0) {
            return below.withMembers(Component.State.REBUILDING);
        }
        Status status = statuses.get(set.name());
        if (status == null || slot >= status.health().letters().length()) {
            return below;
        }
        if (status.health().failed(slot)) {
            return dropped(below);
        }
        return below.rebuildsAsWhole() && status.health().rebuilt(slot) && !toldInSync(device.active())
                ? below.withMembers(Component.State.IN_SYNC)
                : below;
    }

    /** One that is gone is to blame; if all are there it may be any of them. */
    private static RaidSet dropped(RaidSet leg) {
        boolean known = leg.leaves().anyMatch(Component.Missing.class::isInstance);
        return known
                ? leg.withMembers(Component.State.REBUILDING)
                        .mapLeaves(c -> c instanceof Component.Missing m ? m.lost() : c)
                : leg.mapLeaves(Component::lost);
    }

    /** True if the kernel has dropped the device of this slot, whose disk is no longer there. */
    private boolean vanished(RaidSet set, int index) {
        Status status = statuses.get(set.name());
        if (status == null) {
            return false;
        }
        boolean slots = status.device().active().lines().getFirst().target() instanceof DmTarget.Raid raid
                && raid.slots().size() == set.components().size();
        return slots ? status.health().failed(index) : vanished(set);
    }

    /**
     * For a table that lists its legs in an order of its own: true if the kernel has dropped at least as many that are no
     * present member as the set misses members.
     */
    private boolean vanished(RaidSet set) {
        Status status = statuses.get(set.name());
        long missing = set.components().stream()
                .filter(Component.Missing.class::isInstance)
                .count();
        if (status == null || missing == 0) {
            return false;
        }
        var seen = new HashSet<Integer>();
        set.components().stream()
                .flatMap(c -> c instanceof Component.Member m ? slot(status, m).stream() : Stream.empty())
                .forEach(seen::add);
        long dropped = IntStream.range(0, status.health().letters().length())
                .filter(i -> status.health().failed(i) && !seen.contains(i))
                .count();
        return dropped >= missing;
    }

    /**
     * True if a running redundant set goes on without this member, which misses writes then: somebody started the set without
     * it, or it came back as another device.
     */
    private boolean leftOut(RaidSet set, Component.Member member) {
        LiveDevice device = running.get(set.name());
        return device != null
                && set.level().redundant()
                && !device.active().isEmpty()
                && member.disk().number() != null
                && !LiveSets.places(device.active(), live)
                        .contains(new Live.Place(
                                member.disk().number(), member.extent().lba()));
    }

    /** True if the members of this set are being made to agree just now. */
    public boolean resyncing(RaidSet set) {
        return set.bottomUp().anyMatch(s -> {
            Status status = statuses.get(s.name());
            return status != null
                    && status.health().resyncing()
                    && s.members().noneMatch(m -> m.state() == Component.State.REBUILDING);
        });
    }

    private Component apply(RaidSet set, Component.Member member) {
        if (member.state() == Component.State.IN_SYNC && leftOut(set, member)) {
            return member.withState(Component.State.REBUILDING);
        }
        Status status = statuses.get(set.name());
        if (status == null) {
            return member;
        }
        Optional<Integer> slot = slot(status, member);
        if (slot.isEmpty() || slot.get() >= status.health().letters().length()) {
            return member;
        }
        if (status.health().failed(slot.get())) {
            return member.lost();
        }
        return member.state() == Component.State.REBUILDING
                        && status.health().rebuilt(slot.get())
                        && !toldInSync(status.device().active())
                ? member.withState(Component.State.IN_SYNC)
                : member;
    }

    /** True of a table that calls all its members in sync by its own word: that they are proves nothing. */
    private static boolean toldInSync(Table table) {
        return switch (table.lines().getFirst().target()) {
            case DmTarget.Raid t -> t.sync() == DmTarget.Raid.Sync.NOSYNC;
            case DmTarget.Mirror t -> !t.sync();
            default -> false;
        };
    }

    /** Where the live table has this member; that need not be its slot in the set. */
    private static Optional<Integer> slot(Status status, Component.Member member) {
        DeviceNumber number = member.disk().number();
        int slot = number == null
                ? -1
                : LiveSets.slots(status.device().active(), status.live())
                        .indexOf(Optional.of(
                                new Live.Place(number, member.extent().lba())));
        return slot < 0 ? Optional.empty() : Optional.of(slot);
    }
}
