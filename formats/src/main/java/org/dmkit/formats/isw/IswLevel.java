package org.dmkit.formats.isw;

import java.util.Collection;
import java.util.Optional;

/** What a map's level and member count mean together. */
enum IswLevel {
    RAID0,
    RAID1,
    /** Slots 2i and 2i+1 mirror each other, the pairs are striped. */
    RAID10,
    RAID5;

    static Optional<IswLevel> of(IswMap map) {
        return switch (map.level()) {
            case 0 -> Optional.of(RAID0);
            case 1 -> Optional.of(map.members() > 2 ? RAID10 : RAID1);
            case 5 -> Optional.of(RAID5);
            default -> Optional.empty();
        };
    }

    /** The bit of the header that says a volume of this level is there. */
    int attribute() {
        return switch (this) {
            case RAID0 -> 0x1;
            case RAID1 -> 0x2;
            case RAID10 -> 0x4;
            case RAID5 -> 0x10;
        };
    }

    boolean striped() {
        return this != RAID1;
    }

    boolean redundant() {
        return this != RAID0;
    }

    boolean allows(int members) {
        return switch (this) {
            case RAID0 -> members >= 1;
            case RAID1 -> members == 2;
            case RAID10 -> members % 2 == 0;
            case RAID5 -> members >= 3;
        };
    }

    /** Members' worth of data in a volume. */
    private int dataMembers(int members) {
        return switch (this) {
            case RAID0 -> members;
            case RAID1 -> 1;
            case RAID10 -> members / 2;
            case RAID5 -> members - 1;
        };
    }

    /** Units of data on each member of a volume of this size; up to a whole strip where there are strips. */
    long perMember(long size, IswMap map) {
        long data = Math.ceilDiv(size, Math.max(1, dataMembers(map.members())));
        return striped() && map.strip() > 0 ? Math.ceilDiv(data, map.strip()) * map.strip() : data;
    }

    /** What losing these slots makes of a volume: a {@code map_state}. */
    int stateWithout(Collection<Integer> lost, int members) {
        if (lost.isEmpty()) {
            return IswMap.NORMAL;
        }
        boolean works = switch (this) {
            case RAID0 -> false;
            case RAID1 -> lost.size() < members;
            case RAID10 -> lost.stream().noneMatch(slot -> lost.contains(slot ^ 1));
            case RAID5 -> lost.size() == 1;
        };
        return works ? IswMap.DEGRADED : IswMap.FAILED;
    }
}
