package org.dmkit.formats.isw;

import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet.Resync;

/** Second trees as a plan makes them. */
final class IswTrees {
    private IswTrees() {}

    private static Group leaves(Group g, UnaryOperator<Component> change) {
        return g.withSets(g.sets().stream().map(s -> s.mapLeaves(change)).toList());
    }

    private static boolean on(Component c, DiskInfo disk) {
        return c instanceof Member m && m.disk().name().equals(disk.name());
    }

    /** The disk is failed in all sets; it stays in the machine. */
    static Group fail(Group g, DiskInfo disk) {
        return leaves(g, c -> on(c, disk) ? new Missing(disk.serial(), ((Member) c).extent(), true) : c);
    }

    /** Absent members are marked. */
    static Group mark(Group g) {
        return leaves(g, c -> c instanceof Missing m ? new Missing(m.label(), m.extent(), true) : c);
    }

    /** Every missing slot is rebuilt on this disk. */
    static Group rebuild(Group g, DiskInfo disk) {
        return leaves(g, c -> c instanceof Missing m ? new Member(disk, m.extent(), State.REBUILDING) : c);
    }

    /** A member's place is taken by another disk; the member leaves the group. */
    static Group replace(Group g, DiskInfo old, DiskInfo disk) {
        return leaves(g, c -> on(c, old) ? new Member(disk, ((Member) c).extent(), State.REBUILDING) : c)
                .released(old);
    }

    /** All rebuilding members are done. */
    static Group finish(Group g) {
        return leaves(g, c -> c instanceof Member m ? m.withState(State.IN_SYNC) : c);
    }

    static Group resync(Group g, Resync resync) {
        return g.withSets(g.sets().stream().map(s -> s.withResync(resync)).toList());
    }

    static Group spare(Group g, DiskInfo disk) {
        return g.withSpare(disk);
    }

    static Group without(Group g, DiskInfo disk) {
        return g.released(disk);
    }
}
