package org.dmkit.cli.dm;

import java.util.Comparator;
import java.util.List;
import org.dmkit.dm.DeviceMapper.TargetVersion;
import org.dmkit.linux.KernelException;

/** {@code targets}: the target types that the kernel has loaded. */
final class PrintTargets implements Verb {
    @Override
    public String word() {
        return "targets";
    }

    @Override
    public String summary() {
        return "List the target types that the kernel has loaded, and their versions.";
    }

    @Override
    public void syntax(Syntax syntax) {}

    @Override
    public Answer run(Words words, Work work) throws KernelException {
        List<TargetVersion> targets = work.mapper().targetVersions().stream()
                .sorted(Comparator.comparing(TargetVersion::type))
                .toList();
        return Answer.of(
                targets.stream()
                        .map(t -> "%-16s v%s".formatted(t.type(), t.version()))
                        .toList(),
                "targets",
                targets.stream()
                        .map(t -> Answer.fields(
                                "target", t.type(), "version", t.version().toString()))
                        .toList());
    }
}
