package org.dmkit.raid.format;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/** How a format lays out new sets. Stateless and pure. */
public interface Placement<M> {
    /** What it can make. */
    Set<Wish.Kind> kinds();

    /**
     * T0 of a set that is made from nothing: a group without disks and sets, whose metadata hold what will tell it from any
     * other.
     *
     * @param disks that are to become its members
     */
    Group ground(Format<M> format, List<DiskInfo> disks, Birth birth);

    /**
     * The set that a wish makes on these disks, in this order, beside the sets that the group has. Redundancy is not taken for
     * granted: whoever starts it has it synchronised.
     *
     * @throws RefusedException if the format can't express it, or the disks have no room
     */
    RaidSet place(Group group, Known<M> known, Wish wish, List<DiskInfo> disks) throws RefusedException;

    /**
     * Why a format can't make what is wished for.
     *
     * @param code without the format's name
     * @param remedy empty: to take what is expected
     */
    static RefusedException refused(String format, String code, String found, String expected, String remedy) {
        return RefusedException.because(
                format + "." + code, found, expected, remedy.isEmpty() ? "it takes " + expected : remedy);
    }

    /**
     * What tells one creation from another.
     *
     * @param seed drawn by lot
     */
    record Birth(long seed, Instant time) {}
}
