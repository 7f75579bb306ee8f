package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.cli.program.Getopt;
import org.dmkit.cli.program.UsageException;

/** What follows {@code -C NAME}: options of its own. */
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

    /**
     * A set to be made, as it was typed.
     *
     * @param size with its unit; empty: all that there is
     * @param strip with its unit; empty: as the format's own tools have it
     */
    record Order(String name, String type, String size, String strip, List<String> disks) {
        Order {
            disks = List.copyOf(disks);
        }
    }

    /** Disks may be one word, or several. */
    static Order parse(String name, List<String> words) throws UsageException {
        if (words.size() < FEWEST) {
            throw UsageException.error("too few arguments");
        }
        var getopt = new Getopt<>(name, List.of(values()), words);
        String type = "";
        String size = "";
        String strip = "";
        var disks = new ArrayList<String>();
        try {
            for (var given = getopt.next(); given.isPresent(); given = getopt.next()) {
                String argument = given.get().argument().orElse("");
                switch (given.get().option()) {
                    case SIZE -> size = argument;
                    case TYPE -> type = argument;
                    case DISK, DISKS -> disks.addAll(split(argument));
                    case STR, STRI, STRIP, STRID, STRIDE -> strip = argument;
                }
            }
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + "\nERROR: unknown option");
        }
        getopt.operands().forEach(o -> disks.addAll(split(o)));
        return new Order(name, type, size, strip, disks);
    }

    private static List<String> split(String text) {
        return Stream.of(text.split("[ ,]+", -1)).filter(s -> !s.isEmpty()).toList();
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
