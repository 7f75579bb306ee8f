package org.dmkit.cli;

import java.util.List;
import java.util.function.Function;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/**
 * A set as people see it: what its metadata say, and what the kernel does with it.
 *
 * @param level for people and programs, see {@link LevelName}
 * @param sectors usable size
 * @param chunk sectors, 0 where there is none
 */
record SetView(
        String name,
        String label,
        LevelName level,
        long sectors,
        int chunk,
        RaidSet.Health health,
        RaidSet.Resync resync,
        Running running,
        List<SlotView> slots) {
    SetView {
        slots = List.copyOf(slots);
    }

    /**
     * Puts both together.
     *
     * @param kernel what runs under the name of a set
     */
    static SetView of(RaidSet set, Function<String, Running> kernel) {
        List<SlotView> slots =
                set.components().stream().map(c -> slot(c, kernel)).toList();
        return new SetView(
                set.name(),
                set.label(),
                LevelName.of(set),
                set.size(),
                set.chunk(),
                set.health(),
                set.resync(),
                kernel.apply(set.name()),
                slots);
    }

    private static SlotView slot(Component component, Function<String, Running> kernel) {
        return switch (component) {
            case Component.Member m -> new SlotView.Disk(m.disk(), m.extent(), m.state());
            case Component.Missing m -> new SlotView.Gone(m.label(), m.marked());
            case Component.Subset s -> new SlotView.Below(of(s.set(), kernel));
        };
    }
}
