package org.dmkit.raid.commit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.Table;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.record.Redo;

/** The disks that a plan writes to, or hands to the kernel by their number. */
final class PlanDisks {
    private PlanDisks() {}

    /**
     * Between a look at the disks and a change one may have gone, and another may have got its number.
     *
     * @throws IOException if a disk of this plan is not the one that it was made for
     */
    static void verify(Plan plan, Machine machine) throws IOException {
        Set<String> written = new HashSet<>();
        Set<DeviceRef> mapped = new HashSet<>();
        for (Step step : plan.steps()) {
            written(step).forEach(written::add);
            tables(step).flatMap(t -> t.devices().stream()).forEach(mapped::add);
        }
        for (Disk disk : machine.disks()) {
            var number = disk.info().number();
            if (written.contains(disk.info().name()) || (number != null && mapped.contains(DeviceRef.of(number)))) {
                disk.verify();
            }
        }
    }

    private static Stream<String> written(Step step) {
        return switch (step) {
            case Step.WriteMetadata s -> Stream.of(s.disk());
            case Step.SaveRedo s -> s.placed().places().stream().map(Redo.Place::disk);
            default -> Stream.of();
        };
    }

    private static Stream<Table> tables(Step step) {
        return switch (step) {
            case Step.CreateHelper s -> Stream.of(s.table());
            case Step.Preload s -> Stream.of(s.table());
            case Step.Create s -> Stream.of(s.table());
            default -> Stream.of();
        };
    }
}
