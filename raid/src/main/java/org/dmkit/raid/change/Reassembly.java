package org.dmkit.raid.change;

import java.util.List;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RefusedException;

/** How a set gets back members whose loss made it fail. */
final class Reassembly {
    private Reassembly() {}

    static Group apply(Change.Reassemble change, Group t0) throws RefusedException {
        String name = change.told().name();
        RaidSet failed = t0.set(name)
                .orElseThrow(() ->
                        RefusedException.because("change.no-set", name, "a set of " + t0.name(), "see: dmkit show"));
        if (failed.health() != Health.FAILED) {
            throw RefusedException.because(
                    "change.not-failed",
                    name + " can be started",
                    "a set that has lost more members than it can do without",
                    "to have a lost member made good: dmkit rebuild " + name);
        }
        RaidSet whole = with(failed, change);
        if (whole.health() == Health.FAILED) {
            throw RefusedException.because(
                    "change.not-enough-members",
                    change.back().size() + " disks are back of those whose loss made " + name + " fail",
                    "enough of them to start it",
                    "attach the others");
        }
        return t0.mapSets(s -> s.name().equals(name) ? whole : s);
    }

    /** With those that are back in the slots that the metadata give them. */
    private static RaidSet with(RaidSet failed, Change.Reassemble change) {
        List<Component> slots = change.told().leaves().toList();
        var slot = new int[1];
        return failed.mapLeaves(c -> {
            Component told = slot[0] < slots.size() ? slots.get(slot[0]++) : c;
            return c instanceof Missing
                            && told instanceof Member m
                            && change.back().contains(m.disk())
                    ? told
                    : c;
        });
    }
}
