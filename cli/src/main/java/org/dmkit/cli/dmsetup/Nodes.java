package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DmName;

/** {@code mknodes}: nodes in /dev/mapper are made where they are missing, and removed where the device is gone. */
final class Nodes implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (words.isEmpty()) {
            all(work);
        } else {
            one(work, work.named(words.getFirst()));
        }
    }

    static void all(Work work) throws Failure, IOException {
        List<DeviceEntry> devices = work.driver().ask("names", m -> m.devices());
        for (String node : work.premises().nodes()) {
            if (!node.equals("control")
                    && devices.stream().noneMatch(d -> d.name().spelled().equals(node))) {
                work.premises().removeNode(DmName.ofSpelled(node));
            }
        }
        for (DeviceEntry device : devices) {
            one(work, new Which.Named(device.name()));
        }
    }

    private static void one(Work work, Which which) throws Failure, IOException {
        Optional<DeviceInfo> info = work.driver().askIfThere("mknodes", which, (m, name) -> m.info(name));
        if (info.isPresent()) {
            work.premises().makeNode(info.get().name(), info.get().number());
        } else if (which instanceof Which.Named named && named.name().isPresent()) {
            work.premises().removeNode(named.name().get());
        }
    }
}
