package org.dmkit.raid.table;

/** The sectors that one bit of a log or bitmap stands for. */
final class RegionSize {
    private static final long LARGEST = 262144;

    private RegionSize() {}

    /** dmraid's rule (calc_region_size): about 1024 regions, at least 64 sectors each. */
    static int classic(long sectors) {
        long most = Math.min(sectors / 1024, LARGEST);
        int region = 128;
        while (region < most) {
            region *= 2;
        }
        return region / 2;
    }

    /** The kernel's choice for {@code raid} when the table names none: 4 MiB, more where a bitmap would pass 2^21 bits. */
    static int kernel(long sectors) {
        long region = 8192;
        while (region < sectors >> 21) {
            region *= 2;
        }
        return Math.toIntExact(region);
    }
}
