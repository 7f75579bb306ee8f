package org.dmkit.cli.dmraid;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;

/** What a scan found wrong, on standard error, where no caller looks for an answer. */
final class Complaints {
    /** Told in dmraid's own words, see {@link SetCheck}. */
    private static final Set<String> TOLD = Set.of("set.member-missing", "set.not-startable");

    private final Log log;

    Complaints(Log log) {
        this.log = log;
    }

    void onDisks(List<Finding> findings, List<DiskInfo> disks) {
        Set<String> names = disks.stream().map(DiskInfo::name).collect(Collectors.toSet());
        findings.stream()
                .filter(f -> f.disk().filter(names::contains).isPresent())
                .forEach(this::tell);
    }

    void onSets(List<Finding> findings) {
        findings.stream().filter(f -> !TOLD.contains(f.code())).forEach(this::tell);
    }

    private void tell(Finding finding) {
        switch (finding.severity()) {
            case ERROR -> log.error(finding.toString());
            case WARNING -> log.warn(finding.toString());
            case INFO -> log.info(finding.toString());
        }
    }
}
