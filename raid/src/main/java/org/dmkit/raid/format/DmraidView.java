package org.dmkit.raid.format;

import java.util.List;
import org.dmkit.raid.assemble.Membership;

/**
 * What dmraid's screen shows of a format's disks; decisions stand on {@link Membership}, never on this. Stateless, safe for use
 * by several threads.
 */
public interface DmraidView<M> {
    /** What {@code dmraid -r} tells of one disk. */
    RaidDevice listed(Reading.Found<M> found);

    /** Whether dmraid lists the disk at all; it leaves some out that are sound. */
    default boolean isListed(Reading.Found<M> found) {
        return true;
    }

    /**
     * The disk in each of its sets, as {@code dmraid -s -c -c -c} tells; more than one where there are several volumes, none
     * where dmraid makes nothing of them.
     */
    default List<RaidDevice> inSets(Reading.Found<M> found) {
        return List.of(listed(found));
    }

    /**
     * What {@code dmraid -n} prints of one disk below the line that names it, a line each. Where dmraid prints an address in
     * memory this prints {@code ADDR}.
     */
    List<String> nativeLog(Reading.Found<M> found);
}
