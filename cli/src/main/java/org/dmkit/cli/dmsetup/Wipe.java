package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;

/** {@code wipe_table}: a device gets a table in which every access fails, so that what it stands on is let go. */
final class Wipe {
    private Wipe() {}

    static void one(Work work, List<String> words) throws Failure, IOException {
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw new Failure("No device specified.");
        }
        wipe(work, work.named(words.getFirst()));
    }

    static void wipe(Work work, DmName name) throws Failure, IOException {
        wipe(work, new Which.Named(name));
    }

    private static void wipe(Work work, Which which) throws Failure, IOException {
        long size = size(work, which);
        var errors = new TableLines(List.of(new Table.Line(0, size, new DmTarget.Error())));
        work.driver().order("reload", which, (m, name) -> errors.load(m, name, work.has(Option.READ_ONLY)));
        Work patient = work.has(Option.FORCE)
                // Nothing may hang on a flush.
                ? work.with(work.switches().with(Option.NO_LOCK_FS).with(Option.NO_FLUSH))
                : work;
        try {
            work.driver().order("resume", which, (m, name) -> m.resume(name, State.options(patient)));
        } catch (Failure e) {
            work.log().error(e);
            work.driver().order("clear", which, (m, name) -> m.clear(name));
            throw new Failure();
        }
    }

    /** 0 if it can't be told, which is said. */
    private static long size(Work work, Which which) {
        try {
            return work.driver().ask("table", which, (m, name) -> m.lines(name, work.slot(), Look.TABLE)).stream()
                    .mapToLong(TargetStatus::length)
                    .sum();
        } catch (Failure e) {
            work.log().error(e);
            return 0;
        }
    }
}
