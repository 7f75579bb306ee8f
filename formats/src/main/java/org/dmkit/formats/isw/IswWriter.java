package org.dmkit.formats.isw;

import java.util.List;
import java.util.Set;
import org.dmkit.raid.Delta;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Level;
import org.dmkit.raid.spi.Abilities;
import org.dmkit.raid.spi.Crash;
import org.dmkit.raid.spi.LossMark;
import org.dmkit.raid.spi.MetadataWriter;
import org.dmkit.raid.spi.Update;

/** How isw metadata are changed. */
enum IswWriter implements MetadataWriter {
    INSTANCE;

    private static final Abilities ABILITIES = new Abilities(
            Set.of(Level.RAID0, Level.RAID1, Level.RAID5_LEFT_ASYMMETRIC),
            true,
            LossMark.ON_SURVIVORS,
            Crash.REDO,
            "as mdadm");

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    public List<Finding> check(Delta delta) {
        return IswRules.check(delta);
    }

    @Override
    public Update encode(Delta delta) {
        return Update.of(IswEncoder.encode(delta));
    }
}
