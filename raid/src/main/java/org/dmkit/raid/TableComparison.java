package org.dmkit.raid;

import java.util.HashSet;
import java.util.List;
import org.dmkit.dm.Table;
import org.dmkit.dm.Target;

/**
 * Tells whether two tables put the same sectors in the same places. What only says how a table starts is left out: {@code
 * sync}, {@code nosync}, {@code rebuild}, {@code region_size} (the kernel reports what it was given, a finished
 * {@code rebuild 1} too), and the order of a classic mirror's legs.
 *
 * <p>Devices are compared as they are named, so tables of different origin have to name them alike ({@link
 * Table#withDevices}); the kernel reports numbers.
 */
public final class TableComparison {
    private TableComparison() {}

    /** True if a device can go on with {@code a} where {@code b} is wanted, once both are in sync. */
    public static boolean sameMapping(Table a, Table b) {
        List<Table.Line> left = a.lines();
        List<Table.Line> right = b.lines();
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).length() != right.get(i).length()
                    || !same(left.get(i).target(), right.get(i).target())) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Target a, Target b) {
        if (a instanceof Target.Mirror x && b instanceof Target.Mirror y) {
            return x.legs().size() == y.legs().size()
                    && x.handleErrors() == y.handleErrors()
                    && new HashSet<>(x.legs()).equals(new HashSet<>(y.legs()));
        }
        if (a instanceof Target.Raid x && b instanceof Target.Raid y) {
            return x.level().equals(y.level())
                    && x.chunk() == y.chunk()
                    && x.slots().equals(y.slots());
        }
        return a.equals(b);
    }
}
