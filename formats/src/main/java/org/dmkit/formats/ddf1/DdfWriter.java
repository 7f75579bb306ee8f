package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.format.Update.Stage;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;

/**
 * How DDF metadata are changed: states, types and sequences are mdadm's, in both copies. All disks of the container are written, those
 * that are in no volume too, since the highest sequence is believed.
 *
 * <p>What is derived: an absent disk keeps its place in the records, where mdadm puts 0; which of its volumes it is lost to its entry
 * tells. The open flag is not used, see {@link DdfImages}. Times are not renewed. A record whose volume is changed gets another sequence
 * only if its members do.
 */
enum DdfWriter implements MetadataWriter<DdfDisk> {
    INSTANCE;

    private static final Abilities ABILITIES = new Abilities(
                    Set.of(
                            Level.RAID0,
                            Level.RAID1,
                            Level.RAID4,
                            Level.RAID5_LEFT_ASYMMETRIC,
                            Level.RAID5_RIGHT_ASYMMETRIC,
                            Level.RAID5_LEFT_SYMMETRIC,
                            Level.RAID5_RIGHT_SYMMETRIC,
                            Level.RAID6_N_RESTART,
                            Level.RAID6_N_CONTINUE),
                    true,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "as mdadm")
            .provenBy(Judge.MDADM, Judge.VM);

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    public Optional<Placement<DdfDisk>> placement() {
        return Optional.of(DdfPlacement.INSTANCE);
    }

    @Override
    public List<Finding> check(Delta delta, Known<DdfDisk> known) {
        return DdfRules.check(delta, known);
    }

    @Override
    public Update encode(Delta delta, Known<DdfDisk> known) {
        DdfAfter.Disks disks = DdfAfter.of(delta, known.byDisk());
        Map<String, List<Image>> written = images(disks.members());
        delta.events(Event.Released.class)
                .map(Event.Released::disk)
                .forEach(d -> written.put(
                        d.name(),
                        DdfImages.erased(Objects.requireNonNull(known.byDisk().get(d.name())))));
        var stages = new ArrayList<Stage>(Update.of(written).stages());
        Map<String, List<Image>> lost = images(disks.lost());
        if (!lost.isEmpty()) {
            stages.add(new Stage(lost, Duty.BEST_EFFORT));
        }
        return new Update(stages);
    }

    private static Map<String, List<Image>> images(List<DdfAfter.Written> disks) {
        var images = new LinkedHashMap<String, List<Image>>();
        disks.forEach(w -> images.put(w.disk().name(), DdfImages.of(w.before(), w.after())));
        return images;
    }
}
