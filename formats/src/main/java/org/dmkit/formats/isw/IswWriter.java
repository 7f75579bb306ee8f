package org.dmkit.formats.isw;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.write.SharedBlockWriter;

/**
 * How isw metadata are changed. The family number stays, although mdadm renews it with each replaced disk: the set keeps its
 * name, and a disk that was replaced is shut out all the same, because the newer block doesn't know its serial.
 */
enum IswWriter implements SharedBlockWriter<Mpb> {
    INSTANCE;

    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID0, Level.RAID1, Level.RAID5_LEFT_ASYMMETRIC),
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
    public Optional<Placement<Mpb>> placement() {
        return Optional.of(IswPlacement.INSTANCE);
    }

    @Override
    public List<Finding> check(Delta delta, Known<Mpb> known) {
        return IswRules.check(delta, known.shared().orElseThrow());
    }

    @Override
    public Optional<Mpb> apply(Delta delta, Mpb before) {
        return delta.after().sets().isEmpty() ? Optional.empty() : Optional.of(IswChange.apply(delta, before));
    }

    @Override
    public Mpb next(Mpb mpb) {
        return mpb.next();
    }

    @Override
    public boolean lists(Mpb mpb, DiskInfo disk) {
        return mpb.disk(IswSerial.of(disk)).filter(IswDisk::good).isPresent();
    }

    @Override
    public List<Image> images(Mpb mpb, DiskInfo disk) {
        return MpbWriter.images(mpb, disk);
    }

    @Override
    public List<Image> spare(DiskInfo disk) {
        int unit = MpbPlace.on(disk).unit();
        long units = disk.sectors() / unit;
        IswDisk entry = IswDisk.of(IswSerial.of(disk).getFirst(), units, IswDisk.SPARE_STATUS);
        return MpbWriter.images(Mpb.spare(entry, units > 0xffff_ffffL, unit), disk);
    }

    @Override
    public List<Image> erased(DiskInfo disk, List<Extent> known) {
        return MpbWriter.erased(disk, known.isEmpty() ? MpbPlace.on(disk).all(Mpb.MIN_SIZE) : known);
    }
}
