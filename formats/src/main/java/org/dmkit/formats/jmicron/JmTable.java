package org.dmkit.formats.jmicron;

import java.util.List;
import org.dmkit.raid.format.Reading;

/**
 * What tells sets apart: a change of the members makes another one. The name alone doesn't, two sets may share it.
 *
 * @param members identities in order
 */
record JmTable(List<Long> members, int mode, String label) {
    static JmTable of(Reading.Found<Jm> found) {
        var jm = found.metadata();
        return new JmTable(jm.members(), jm.mode(), jm.label());
    }
}
