package org.dmkit.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.scan.Scan;

/** Asks everything of the groups of a scan: whatever their metadata hold, a change is refused or encoded. */
final class Verbs {
    private Verbs() {}

    /** @throws AssertionError saying what does not hold */
    static void check(Scan scan) {
        scan.groups().stream()
                .filter(g -> g.writer().isPresent())
                .forEach(g -> changes(g).forEach(c -> check(g, c)));
    }

    private static void check(Group group, Change change) {
        Delta delta;
        try {
            delta = Delta.between(group, change.apply(group));
        } catch (RefusedException refused) {
            return;
        }
        boolean refused = group.known().check(delta).stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
        if (!refused && !delta.events().isEmpty()) {
            group.known().encode(delta).stages().forEach(s -> check(delta, s.images()));
        }
    }

    /** Only disks of the group are written. */
    private static void check(Delta delta, Map<String, List<Image>> images) {
        for (String name : images.keySet()) {
            if (Stream.concat(delta.before().present(), delta.after().present())
                    .noneMatch(d -> d.name().equals(name))) {
                throw new AssertionError(name + " is no disk of the group's");
            }
        }
    }

    private static List<Change> changes(Group group) {
        var blank = new DiskInfo(
                "blank",
                group.present().mapToLong(DiskInfo::sectors).max().orElse(0),
                512,
                "BLANK",
                null,
                "",
                null,
                false);
        List<String> names = group.sets().stream().map(RaidSet::name).toList();
        var changes = new ArrayList<Change>();
        changes.add(new Change.AddSpare(blank));
        changes.add(new Change.Open(names, true, true));
        changes.add(new Change.Close(names));
        changes.add(observed(c -> c instanceof Member m ? m.withState(State.IN_SYNC) : c));
        changes.add(observed(c -> c instanceof Member m ? m.withState(State.REBUILDING) : c));
        changes.add(observed(Component::lost));
        for (RaidSet.Resync resync : RaidSet.Resync.values()) {
            changes.add(new Change.Observe(g -> g.mapSets(s -> s.withResync(resync))));
        }
        group.present().forEach(d -> changes.add(new Change.Remove(d)));
        group.sets().stream()
                .flatMap(RaidSet::leaves)
                .map(MemberName::of)
                .distinct()
                .forEach(name -> {
                    changes.add(new Change.Fail(name));
                    changes.add(new Change.Replace(name, blank));
                });
        for (String name : names) {
            changes.add(new Change.Delete(name));
            changes.add(new Change.Rename(name, "other"));
        }
        return changes;
    }

    private static Change observed(UnaryOperator<Component> seen) {
        return new Change.Observe(g -> g.mapSets(s -> s.mapLeaves(seen)));
    }
}
