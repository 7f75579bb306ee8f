package org.dmkit.raid.spi;

import java.util.List;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;

/** What {@link Format#assemble} gives. */
public record Assembly(List<Group> groups, List<Finding> findings) {
    public Assembly {
        groups = List.copyOf(groups);
        findings = List.copyOf(findings);
    }
}
