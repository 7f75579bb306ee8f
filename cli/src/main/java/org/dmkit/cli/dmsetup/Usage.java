package org.dmkit.cli.dmsetup;

import java.util.List;

/** {@code help}. */
final class Usage {
    private static final String HEAD = """
            Usage:

            dmsetup
                    [--version] [-h|--help [-c|-C|--columns]]
                    [-v|--verbose [-v|--verbose ...]] [-f|--force]
                    [--checks] [--manglename {none|hex|auto}]
                    [-r|--readonly] [--noopencount] [--noflush] [--nolockfs] [--inactive]
                    [--udevcookie <cookie>] [--noudevrules] [--noudevsync] [--verifyudev]
                    [-y|--yes] [--readahead {[+]<sectors>|auto|none}] [--retry]
                    [-c|-C|--columns] [-o <fields>] [-O|--sort <sort_fields>]
                    [-S|--select <selection>] [--nameprefixes] [--noheadings]
                    [--separator <separator>]
            """;

    private static final String TAIL = """

            <device> may be device name or (if only one) -u <uuid> or -j <major> -m <minor>
            <mangling_mode> is one of 'none', 'auto' and 'hex'.
            <fields> are comma-separated.  Use 'help -c' for list.
            <concise_device_specification> has single-device entries separated by semi-colons:
                <name>,<uuid>,<minor>,<flags>,<table>
                    where <flags> is 'ro' or 'rw' (the default) and any of <uuid>, <minor>
                    and <flags> may be empty. Separate extra table lines with commas.
                E.g.: dev1,,,,0 100 linear 253:1 0,100 100 error;dev2,,,ro,0 1 error
            Table_file contents may be supplied on stdin.
            Options are: devno, devname, blkdevname.
            Tree specific options are: ascii, utf, vt100; compact, inverted, notrunc;
                                       blkdevname, [no]device, active, open, rw and uuid.
            """;

    /** The longest name of a field, one of statistics. */
    private static final int WIDTH = 21;

    private Usage() {}

    static void print(Log log) {
        HEAD.lines().forEach(log::error);
        log.error("");
        for (Command command : Command.values()) {
            log.error("\t" + command.word() + " " + command.help());
        }
        TAIL.lines().forEach(log::error);
        log.error("");
        log.err().flush();
    }

    static void help(Work work) {
        print(work.log());
        if (work.has(Option.COLUMNS)) {
            fields(work.log(), true, false);
        }
    }

    /**
     * The fields of a report.
     *
     * @param all whether a section can be asked for as a whole
     * @param types whether what they hold is told
     */
    static void fields(Log log, boolean all, boolean types) {
        Field.Section section = null;
        for (Field field : Field.values()) {
            if (field.section() == Field.Section.SPECIAL) {
                continue;
            }
            if (field.section() != section) {
                boolean same = section != null
                        && section.title().equals(field.section().title());
                if (!same) {
                    if (section != null) {
                        log.error(" ");
                    }
                    heading(log, field.section(), all);
                }
                section = field.section();
            }
            line(log, field.id(), field.description(), types ? " [" + field.type() + "]" : "");
        }
        log.error(" ");
        String uncomparable = types ? " [unselectable number]" : "";
        heading(log, Field.Section.SPECIAL, false);
        line(log, Field.SELECTED.id(), Field.SELECTED.description(), types ? " [number]" : "");
        for (String help : List.of("help", "?")) {
            line(log, help, "Show help.", uncomparable);
        }
        log.error(" ");
    }

    private static void heading(Log log, Field.Section section, boolean all) {
        String title = section.title() + " Fields";
        log.error(title);
        log.error("-".repeat(title.length()));
        if (all) {
            line(log, section.prefix() + "all", "All fields in this section.", "");
        }
    }

    private static void line(Log log, String id, String description, String type) {
        log.error("  " + id + " ".repeat(WIDTH - id.length()) + " - " + description + type);
    }
}
