package org.dmkit.raid.format;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.raid.model.Finding;

/** What {@link Format#assemble} gives. */
public record Assembly(List<Group> groups, List<Finding> findings) {
    public Assembly {
        groups = List.copyOf(groups);
        findings = List.copyOf(findings);
    }

    /** The same with groups behind these, and what a format has to say of single disks before what is said of sets. */
    public Assembly with(List<Group> more, List<Finding> ofDisks) {
        return new Assembly(
                Stream.concat(groups.stream(), more.stream()).toList(),
                Stream.concat(ofDisks.stream(), findings.stream()).toList());
    }
}
