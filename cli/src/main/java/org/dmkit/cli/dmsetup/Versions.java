package org.dmkit.cli.dmsetup;

import java.util.List;
import org.dmkit.dm.DeviceMapper.TargetVersion;
import org.dmkit.dm.DeviceMapper.Version;
import org.dmkit.dm.DmName;

/** {@code version}, {@code targets}, {@code target-version}. */
record Versions(Command command) implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure {
        switch (command) {
            case VERSION -> {
                Version version;
                try {
                    version = work.driver().ask("version", m -> m.version());
                } finally {
                    work.log().print("Library version:   " + Look.LIBRARY_VERSION);
                }
                work.log().print("Driver version:    " + version);
            }
            case TARGETS ->
                work.driver().ask("versions", m -> m.targetVersions()).forEach(t -> print(work, t));
            default -> {
                DmName type = work.mangling().name(words.getFirst()).orElseThrow(Failure::new);
                Version version = work.driver()
                        .ask("target-version", new Which.Named(type), (m, name) -> m.targetVersion(name.value()));
                print(work, new TargetVersion(type.value(), version));
            }
        }
    }

    private static void print(Work work, TargetVersion target) {
        work.log().print("%-16s v%s".formatted(target.type(), target.version()));
    }
}
