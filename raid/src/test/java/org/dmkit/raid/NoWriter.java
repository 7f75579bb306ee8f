package org.dmkit.raid;

import java.util.List;
import java.util.Set;
import org.dmkit.raid.spi.Abilities;
import org.dmkit.raid.spi.Crash;
import org.dmkit.raid.spi.LossMark;
import org.dmkit.raid.spi.MetadataWriter;
import org.dmkit.raid.spi.Update;

/** Allows every change and writes nothing. */
record NoWriter(boolean dirtyFlag) implements MetadataWriter {
    @Override
    public Abilities abilities() {
        return new Abilities(Set.of(), dirtyFlag, LossMark.ON_SURVIVORS, Crash.REDO, "");
    }

    @Override
    public List<Finding> check(Delta delta) {
        return List.of();
    }

    @Override
    public Update encode(Delta delta) {
        return Update.nothing();
    }
}
