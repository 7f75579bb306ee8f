package org.dmkit.formats.isw;

import java.util.List;
import java.util.Map;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;
import org.dmkit.raid.spi.Image;
import org.dmkit.raid.spi.MetadataWriter;

/** How isw metadata are changed. */
enum IswWriter implements MetadataWriter {
    INSTANCE;

    @Override
    public List<Finding> check(Group t0, Group t1) {
        return IswRules.check(t0, t1);
    }

    @Override
    public Map<String, List<Image>> encode(Group t0, Group t1) {
        return IswEncoder.encode(t0, t1);
    }

    @Override
    public boolean hasDirtyFlag() {
        return true;
    }
}
