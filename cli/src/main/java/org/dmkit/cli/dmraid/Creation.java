package org.dmkit.cli.dmraid;

import java.util.List;

/** What follows {@code -C NAME}: options of its own. They are only checked, because nothing creates sets yet. */
enum Creation implements Getopt.Known {
    SIZE("size"),
    TYPE("type"),
    STR("str"),
    STRI("stri"),
    STRIP("strip"),
    STRID("strid"),
    STRIDE("stride"),
    DISK("disk"),
    DISKS("disks");

    /** The name and one option with its argument. */
    private static final int FEWEST = 3;

    private final String word;

    Creation(String word) {
        this.word = word;
    }

    static void check(String name, List<String> words) throws UsageException {
        if (words.size() < FEWEST) {
            throw UsageException.error("too few arguments");
        }
        var getopt = new Getopt<>(name, List.of(values()), words);
        try {
            while (getopt.next().isPresent()) {
                // Each is understood or complained about.
            }
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + "\nERROR: unknown option");
        }
    }

    @Override
    public int letter() {
        return 0;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public Getopt.Argument argument() {
        return Getopt.Argument.REQUIRED;
    }
}
