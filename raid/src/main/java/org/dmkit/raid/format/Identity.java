package org.dmkit.raid.format;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;

/**
 * Which disks of two configurations are one. What they tell of themselves decides, so that a disk may have got another name;
 * but two that are there at once are two disks, though some tell the same serial (behind USB bridges, copies of images). Within
 * one configuration disks are one if they are equal.
 *
 * @param before the disks that are there in the one configuration
 * @param after those in the other
 */
public record Identity(Collection<DiskInfo> before, Collection<DiskInfo> after) {
    public Identity {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Of a group's disks in T0 and T1. */
    public Identity(Group before, Group after) {
        this(before.present().toList(), after.present().toList());
    }

    /** True if both are one disk. */
    boolean same(DiskInfo a, DiskInfo b) {
        return a.isSame(b) && (a.name().equals(b.name()) || !(twins(before, a) || twins(after, a)));
    }

    private static boolean twins(Collection<DiskInfo> disks, DiskInfo disk) {
        return disks.stream()
                        .filter(disk::isSame)
                        .map(DiskInfo::name)
                        .distinct()
                        .count()
                > 1;
    }

    public boolean in(Stream<DiskInfo> disks, DiskInfo disk) {
        return disks.anyMatch(d -> same(d, disk));
    }

    /** The first of each. */
    public List<DiskInfo> distinct(Stream<DiskInfo> disks) {
        List<DiskInfo> once = new ArrayList<>();
        disks.filter(d -> !in(once.stream(), d)).forEach(once::add);
        return once;
    }
}
