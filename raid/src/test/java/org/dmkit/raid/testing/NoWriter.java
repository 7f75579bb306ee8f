package org.dmkit.raid.testing;

import java.util.List;
import java.util.Set;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Finding;

/** Allows every change and writes nothing. */
public record NoWriter<M>(boolean dirtyFlag) implements MetadataWriter<M> {
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
