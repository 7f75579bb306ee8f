package org.dmkit.formats;

import java.util.List;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** Changes as tests of writers ask for them, disks by name. */
public final class Changes {
    private Changes() {}

    public static Change fail(String disk) {
        return new Change.Fail(new MemberName.OfDisk(disk));
    }

    public static Change replace(String old, DiskInfo by) {
        return new Change.Replace(new MemberName.OfDisk(old), by);
    }

    /** What the kernel has done by itself. */
    public static Change observe(UnaryOperator<RaidSet> seen) {
        return new Change.Observe(g -> g.mapSets(seen));
    }

    /** All members that are there are in sync now. */
    public static Change rebuilt() {
        return observe(s -> s.withMembers(State.IN_SYNC));
    }

    /** These members are not in sync any more. */
    public static Change rebuild(String... disks) {
        return observe(s -> with(s, State.REBUILDING, disks));
    }

    public static Change resync(Resync to) {
        return observe(s -> s.withResync(to));
    }

    /** The set with these members in another state. */
    public static RaidSet with(RaidSet set, State state, String... disks) {
        List<String> names = List.of(disks);
        return set.mapLeaves(
                c -> c instanceof Member m && names.contains(m.disk().name()) ? m.withState(state) : c);
    }
}
