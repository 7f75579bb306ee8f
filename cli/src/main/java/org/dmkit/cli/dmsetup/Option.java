package org.dmkit.cli.dmsetup;

import org.dmkit.cli.program.Getopt;
import org.dmkit.cli.program.Getopt.Argument;

/** The options, in the order in which getopt lists possibilities. */
enum Option implements Getopt.Known {
    READ_ONLY('r', "readonly", Argument.NONE),
    ALIAS("alias", Argument.REQUIRED),
    ALL_DEVICES("alldevices", Argument.NONE),
    ALL_PROGRAMS("allprograms", Argument.NONE),
    ALL_REGIONS("allregions", Argument.NONE),
    AREA("area", Argument.NONE),
    AREAS("areas", Argument.REQUIRED),
    AREA_SIZE("areasize", Argument.REQUIRED),
    BOUNDS("bounds", Argument.REQUIRED),
    CHECKS("checks", Argument.NONE),
    CLEAR("clear", Argument.NONE),
    COLUMNS('c', "columns", Argument.NONE),
    CONCISE("concise", Argument.NONE),
    COUNT("count", Argument.REQUIRED),
    DEFERRED("deferred", Argument.NONE),
    SELECT('S', "select", Argument.REQUIRED),
    EXEC("exec", Argument.REQUIRED),
    FILE_MAP("filemap", Argument.NONE),
    FOLLOW("follow", Argument.REQUIRED),
    FORCE('f', "force", Argument.NONE),
    FOREGROUND("foreground", Argument.NONE),
    GID('G', "gid", Argument.REQUIRED),
    GROUP("group", Argument.NONE),
    GROUP_ID("groupid", Argument.REQUIRED),
    HELP('h', "help", Argument.NONE),
    HISTOGRAM("histogram", Argument.NONE),
    INACTIVE("inactive", Argument.NONE),
    INTERVAL("interval", Argument.REQUIRED),
    LENGTH("length", Argument.REQUIRED),
    MANGLE_NAME("manglename", Argument.REQUIRED),
    MAJOR('j', "major", Argument.REQUIRED),
    MINOR('m', "minor", Argument.REQUIRED),
    MODE('M', "mode", Argument.REQUIRED),
    NAME_PREFIXES("nameprefixes", Argument.NONE),
    NO_GROUP("nogroup", Argument.NONE),
    NO_FLUSH("noflush", Argument.NONE),
    NO_HEADINGS("noheadings", Argument.NONE),
    NO_LOCK_FS("nolockfs", Argument.NONE),
    NO_OPEN_COUNT("noopencount", Argument.NONE),
    NO_SUFFIX("nosuffix", Argument.NONE),
    NO_TABLE('n', "notable", Argument.NONE),
    NO_TIME_SUFFIX("notimesuffix", Argument.NONE),
    UDEV_COOKIE("udevcookie", Argument.REQUIRED),
    NO_MONITOR("nomonitor", Argument.NONE),
    NO_UDEV_RULES("noudevrules", Argument.NONE),
    NO_UDEV_SYNC("noudevsync", Argument.NONE),
    OPTIONS('o', "options", Argument.REQUIRED),
    PRECISE("precise", Argument.NONE),
    PROGRAM_ID("programid", Argument.REQUIRED),
    RAW("raw", Argument.NONE),
    READ_AHEAD("readahead", Argument.REQUIRED),
    REGION("region", Argument.NONE),
    REGIONS("regions", Argument.REQUIRED),
    REGION_ID("regionid", Argument.REQUIRED),
    RELATIVE("relative", Argument.NONE),
    RETRY("retry", Argument.NONE),
    ROWS("rows", Argument.NONE),
    SEGMENTS("segments", Argument.NONE),
    SEPARATOR("separator", Argument.REQUIRED),
    SET_UUID("setuuid", Argument.NONE),
    SHOW_KEYS("showkeys", Argument.NONE),
    SORT('O', "sort", Argument.REQUIRED),
    START("start", Argument.REQUIRED),
    TABLE("table", Argument.REQUIRED),
    TARGET("target", Argument.REQUIRED),
    TREE("tree", Argument.NONE),
    UID('U', "uid", Argument.REQUIRED),
    UNITS("units", Argument.REQUIRED),
    UUID('u', "uuid", Argument.REQUIRED),
    UNBUFFERED("unbuffered", Argument.NONE),
    UNQUOTED("unquoted", Argument.NONE),
    USER_DATA("userdata", Argument.REQUIRED),
    /** The long form wants an argument, whatever it is. */
    VERBOSE("verbose", Argument.REQUIRED),
    VERIFY_UDEV("verifyudev", Argument.NONE),
    VERSION("version", Argument.NONE),
    YES('y', "yes", Argument.NONE),
    ADD_NODE_ON_RESUME("addnodeonresume", Argument.NONE),
    ADD_NODE_ON_CREATE("addnodeoncreate", Argument.NONE),
    ALSO_COLUMNS('C', "", Argument.NONE),
    ALSO_VERBOSE('v', "", Argument.NONE);

    private final int letter;
    private final String word;
    private final Argument argument;

    Option(String word, Argument argument) {
        this(0, word, argument);
    }

    Option(int letter, String word, Argument argument) {
        this.letter = letter;
        this.word = word;
        this.argument = argument;
    }

    @Override
    public int letter() {
        return letter;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public Argument argument() {
        return argument;
    }

    /** Itself, or the option that this letter is another form of. */
    Option meaning() {
        return switch (this) {
            case ALSO_COLUMNS -> COLUMNS;
            case ALSO_VERBOSE -> VERBOSE;
            default -> this;
        };
    }
}
