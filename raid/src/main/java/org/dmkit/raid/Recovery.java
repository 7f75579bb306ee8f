package org.dmkit.raid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.spi.Image;

/**
 * Brings an interrupted transaction to an end: to T1 if its record is complete, else back to T0. Idempotent; a crash during
 * recovery is only another crash. Runs before anything is activated.
 */
public final class Recovery {
    private final Machine machine;
    private final Executor executor;

    Recovery(Machine machine, Executor.Listener listener) {
        this.machine = machine;
        this.executor = new Executor(machine, listener);
    }

    /** What is to be done about one transaction. */
    public sealed interface Decision {
        Redo redo();

        /** Every present member gets T1's metadata. */
        record Forward(Redo.Placed placed, Map<String, Redo.Member> members) implements Decision {
            @Override
            public Redo redo() {
                return placed.redo();
            }
        }

        /** Every present member gets T0's metadata back. */
        record Back(Redo.Placed placed, Map<String, Redo.Member> members) implements Decision {
            @Override
            public Redo redo() {
                return placed.redo();
            }
        }

        /** The record counts no more: somebody else has written metadata since. */
        record Void(Redo redo, String disk) implements Decision {}
    }

    /** What lies where a member's metadata go. */
    enum Content {
        T0,
        T1,
        /** Some sectors of each. */
        TORN,
        /** Neither. */
        OTHER
    }

    /**
     * What recovery did.
     *
     * @param devices mapped devices that were resumed, cleared or removed
     */
    public record Result(List<Decision> decisions, List<Executor.Outcome> outcomes, List<String> devices) {
        public boolean nothing() {
            return decisions.isEmpty() && devices.isEmpty();
        }
    }

    /**
     * Decides and acts on every record that the scan has found, then brings devices that were left suspended back to life.
     * The machine has to be scanned anew afterwards.
     */
    Result run(Map<String, RedoCodec.Copy> copies) throws IOException {
        var decisions = new ArrayList<Decision>();
        var outcomes = new ArrayList<Executor.Outcome>();
        List<DiskInfo> disks = machine.disks().stream().map(d -> d.info()).toList();
        for (UUID id : newest(copies)) {
            Optional<Decision> decision = decide(id, copies, disks);
            if (decision.isPresent()) {
                decisions.add(decision.get());
                List<Step> steps = steps(decision.get());
                if (!steps.isEmpty()) {
                    outcomes.add(executor.run(new Plan(steps)));
                }
            }
        }
        return new Result(decisions, outcomes, wake(decisions));
    }

    /** The transactions to look at: for each disk the one it holds, unless a newer one has the same member. */
    static Set<UUID> newest(Map<String, RedoCodec.Copy> copies) {
        var ids = new HashSet<UUID>();
        copies.values().stream()
                .filter(c -> copies.values().stream()
                        .noneMatch(o -> o.redo().sequence() > c.redo().sequence() && related(o.redo(), c.redo())))
                .forEach(c -> ids.add(c.redo().id()));
        return ids;
    }

    private static boolean related(Redo a, Redo b) {
        return a.members().stream()
                .anyMatch(m -> b.members().stream()
                        .anyMatch(o ->
                                !m.serial().isEmpty() && m.serial().equals(o.serial()) && m.sectors() == o.sectors()));
    }

    private Optional<Decision> decide(UUID id, Map<String, RedoCodec.Copy> copies, List<DiskInfo> disks)
            throws IOException {
        List<RedoCodec.Copy> own =
                copies.values().stream().filter(c -> c.redo().id().equals(id)).toList();
        Redo redo = own.getFirst().redo();
        Map<String, Redo.Member> present = present(redo, copies, disks);
        var contents = new LinkedHashMap<String, Content>();
        for (var entry : present.entrySet()) {
            var now = new ArrayList<Image>();
            for (Image image : entry.getValue().t1()) {
                now.add(Executor.read(machine.disk(entry.getKey()), image));
            }
            contents.put(entry.getKey(), content(entry.getValue(), now));
        }
        var places = new ArrayList<Redo.Place>();
        copies.forEach((disk, copy) -> {
            if (copy.redo().id().equals(id)) {
                places.add(new Redo.Place(copy.self(), disk, copy.extent()));
            }
        });
        boolean complete = places.size() == present.size();
        return decide(
                new Redo.Placed(redo, places),
                own.stream().map(RedoCodec.Copy::state).toList(),
                complete,
                present,
                contents);
    }

    /**
     * The rule.
     *
     * @param states of the copies found
     * @param complete every present member has a copy
     * @param present members by the name of their disk
     * @param contents what these hold
     */
    static Optional<Decision> decide(
            Redo.Placed placed,
            List<Redo.State> states,
            boolean complete,
            Map<String, Redo.Member> present,
            Map<String, Content> contents) {
        boolean aborted = states.contains(Redo.State.ABORTED);
        boolean finished = states.stream().allMatch(s -> s == Redo.State.FINISHED);
        Collection<Content> found = contents.values();
        boolean started = found.contains(Content.T1) || found.contains(Content.TORN);
        for (var entry : contents.entrySet()) {
            if (entry.getValue() == Content.OTHER) {
                boolean owed = aborted ? started : !finished;
                return owed ? Optional.of(new Decision.Void(placed.redo(), entry.getKey())) : Optional.empty();
            }
        }
        if (aborted) {
            return found.stream().allMatch(c -> c == Content.T0)
                    ? Optional.empty()
                    : Optional.of(new Decision.Back(placed, present));
        }
        if (finished && found.stream().allMatch(c -> c == Content.T1)) {
            return Optional.empty();
        }
        return Optional.of(
                complete || placed.redo().onlyForward() || states.contains(Redo.State.FINISHED)
                        ? new Decision.Forward(placed, present)
                        : new Decision.Back(placed, present));
    }

    /** Which disks are members of this transaction: by their copy, else by serial and size. */
    static Map<String, Redo.Member> present(Redo redo, Map<String, RedoCodec.Copy> copies, List<DiskInfo> disks) {
        var present = new HashMap<String, Redo.Member>();
        for (DiskInfo disk : disks) {
            RedoCodec.Copy copy = copies.get(disk.name());
            if (copy != null && copy.redo().id().equals(redo.id())) {
                present.put(disk.name(), redo.members().get(copy.self()));
            } else {
                redo.members().stream()
                        .filter(m -> !m.serial().isEmpty()
                                && m.serial().equals(disk.serial())
                                && m.sectors() == disk.sectors())
                        .findFirst()
                        .ifPresent(m -> present.put(disk.name(), m));
            }
        }
        return present;
    }

    /** Compares sector by sector, because a torn write stops between two. */
    static Content content(Redo.Member member, List<Image> now) {
        boolean t0 = true;
        boolean t1 = true;
        for (int i = 0; i < now.size(); i++) {
            byte[] found = now.get(i).bytes();
            byte[] before = member.t0().get(i).bytes();
            byte[] after = member.t1().get(i).bytes();
            for (int at = 0; at < found.length; at += 512) {
                boolean isT0 = Arrays.equals(found, at, at + 512, before, at, at + 512);
                boolean isT1 = Arrays.equals(found, at, at + 512, after, at, at + 512);
                if (!isT0 && !isT1) {
                    return Content.OTHER;
                }
                t0 &= isT0;
                t1 &= isT1;
            }
        }
        return t1 ? Content.T1 : t0 ? Content.T0 : Content.TORN;
    }

    private static List<Step> steps(Decision decision) {
        var steps = new ArrayList<Step>();
        switch (decision) {
            case Decision.Forward d -> {
                d.members().forEach((disk, m) -> steps.add(new Step.WriteMetadata(disk, m.t0(), m.t1())));
                steps.add(new Step.MarkRedo(d.placed(), Redo.State.FINISHED));
            }
            case Decision.Back d -> {
                steps.add(new Step.MarkRedo(d.placed(), Redo.State.ABORTED));
                d.members().forEach((disk, m) -> steps.add(new Step.WriteMetadata(disk, m.t1(), m.t0())));
            }
            case Decision.Void d -> {}
        }
        return steps;
    }

    /**
     * Devices that a killed dmkit left suspended go on, with T1's table if T1 it is; T0's is the safe one where anything went
     * back. What else it left (tables in inactive slots, devices without a table, helpers that nothing uses) is taken away, and
     * made anew by the next change if it is still wanted.
     */
    private List<String> wake(List<Decision> decisions) throws KernelException {
        boolean back = decisions.stream().anyMatch(Decision.Back.class::isInstance);
        DeviceMapper mapper = machine.deviceMapper();
        var touched = new ArrayList<String>();
        List<LiveDevice> ours = Live.read(mapper).devices().stream()
                .filter(d -> d.isHelper() || d.info().uuid().value().startsWith("DMRAID-"))
                .toList();
        for (LiveDevice device : ours) {
            if (!device.info().hasActiveTable()) {
                mapper.remove(device.name());
                touched.add(device.name().value());
            } else if (device.info().suspended()) {
                if (back) {
                    mapper.clear(device.name());
                }
                mapper.resume(device.name());
                touched.add(device.name().value());
            } else if (device.info().hasInactiveTable()) {
                mapper.clear(device.name());
                touched.add(device.name().value());
            }
        }
        for (LiveDevice device : ours) {
            if (device.isHelper()
                    && device.info().hasActiveTable()
                    && mapper.info(device.name()).openCount() == 0) {
                mapper.remove(device.name());
                touched.add(device.name().value());
            }
        }
        return touched;
    }
}
