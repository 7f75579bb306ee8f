package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RefusedException;

/** What the writer of a group makes of a change. */
public final class Encoding {
    private Encoding() {}

    /** What is to be written; the writer must have nothing against the change. */
    public static Update encode(Group t0, Change change) throws RefusedException {
        return encode(t0, change.apply(t0));
    }

    /** The same of two trees. */
    public static Update encode(Group t0, Group t1) {
        Delta delta = Delta.between(t0, t1);
        assertThat(t0.known().check(delta)).isEmpty();
        return t0.known().encode(delta);
    }

    /** What the writer has against a change. */
    public static List<String> codes(Group t0, Change change) throws RefusedException {
        return t0.known().check(Delta.between(t0, change.apply(t0))).stream()
                .map(Finding::code)
                .toList();
    }

    /** Names of the disks that are written. */
    public static Set<String> touched(Update update) {
        var touched = new TreeSet<String>();
        update.stages().forEach(s -> touched.addAll(s.images().keySet()));
        return touched;
    }
}
