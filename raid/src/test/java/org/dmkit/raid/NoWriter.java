package org.dmkit.raid;

import java.util.List;
import java.util.Set;
import org.dmkit.raid.spi.Abilities;
import org.dmkit.raid.spi.Crash;
import org.dmkit.raid.spi.Known;
import org.dmkit.raid.spi.LossMark;
import org.dmkit.raid.spi.MetadataWriter;
import org.dmkit.raid.spi.Update;

/** Allows every change and writes nothing. */
record NoWriter<M>(boolean dirtyFlag) implements MetadataWriter<M> {
    @Override
    public Abilities abilities() {
        return new Abilities(Set.of(), dirtyFlag, LossMark.ON_SURVIVORS, Crash.REDO, "");
    }

    @Override
    public List<Finding> check(Delta delta, Known<M> known) {
        return List.of();
    }

    @Override
    public Update encode(Delta delta, Known<M> known) {
        return Update.nothing();
    }
}
