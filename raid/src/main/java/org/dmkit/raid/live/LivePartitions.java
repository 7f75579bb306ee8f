package org.dmkit.raid.live;

import java.util.List;
import java.util.regex.Pattern;
import org.dmkit.dm.DmTarget;

/** Finds the running partitions of a running set, whoever made them: dmkit, dmraid or kpartx. */
public final class LivePartitions {
    private static final Pattern UUID = Pattern.compile("part\\d+-DMRAID-.*", Pattern.DOTALL);

    private LivePartitions() {}

    /** True if the device says that it is a partition of a set. */
    public static boolean isPartition(LiveDevice device) {
        return UUID.matcher(device.info().uuid().value()).matches();
    }

    /** The partitions on this device, each a single linear line over it. */
    public static List<LiveDevice> of(LiveDevice set, Live live) {
        return live.above(set.number()).stream()
                .filter(d -> d.active().lines().size() == 1
                        && d.active().lines().getFirst().target() instanceof DmTarget.Linear l
                        && (isPartition(d) || isDmraids(d, l)))
                .toList();
    }

    /** Upstream's dmraid gives a partition the uuid that a set of its name would have. */
    private static boolean isDmraids(LiveDevice device, DmTarget.Linear target) {
        return target.offset() > 0 && device.info().uuid().value().equals("DMRAID-" + device.name());
    }

    /** Who has the set open beside its partitions. */
    public static int otherUsers(LiveDevice set, Live live) {
        return set.info().openCount() - of(set, live).size();
    }
}
