package org.dmkit.bench;

/** What disks are called. */
final class DiskNames {
    private static final int LETTERS = 26;

    private DiskNames() {}

    /** As the kernel counts: sda, ..., sdz, sdaa. */
    static String name(int index) {
        var letters = new StringBuilder();
        for (int rest = index + 1; rest > 0; rest = (rest - 1) / LETTERS) {
            letters.insert(0, (char) ('a' + (rest - 1) % LETTERS));
        }
        return "sd" + letters;
    }

    /** The same as serials.c gives it. */
    static String serial(String name) {
        return "BENCH-" + name;
    }
}
