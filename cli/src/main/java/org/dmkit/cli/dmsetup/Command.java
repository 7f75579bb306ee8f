package org.dmkit.cli.dmsetup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands, in the order of the help. */
enum Command {
    HELP("help", "[-c|-C|--columns]", 0, 0, Repeat.ONCE),
    CREATE("create", """
            <dev_name>
            \t    [-j|--major <major> -m|--minor <minor>]
            \t    [-U|--uid <uid>] [-G|--gid <gid>] [-M|--mode <octal_mode>]
            \t    [-u|--uuid <uuid>] [--addnodeonresume|--addnodeoncreate]
            \t    [--readahead {[+]<sectors>|auto|none}]
            \t    [-n|--notable|--table {<table>|<table_file>}]
            \tcreate --concise [<concise_device_spec_list>]""", 0, 2, Repeat.ONCE),
    REMOVE("remove", "[--deferred] [-f|--force] [--retry] <device>...", 0, -1, Repeat.SELECTED),
    REMOVE_ALL("remove_all", "[-f|--force]", 0, 0, Repeat.ONCE),
    SUSPEND("suspend", "[--noflush] [--nolockfs] <device>...", 0, -1, Repeat.SELECTED),
    RESUME("resume", """
            [--noflush] [--nolockfs] <device>...
            \t       [--addnodeonresume|--addnodeoncreate]
            \t       [--readahead {[+]<sectors>|auto|none}]""", 0, -1, Repeat.SELECTED),
    LOAD("load", "<device> [<table>|<table_file>]", 0, 2, Repeat.ONCE),
    CLEAR("clear", "<device>", 0, -1, Repeat.SELECTED),
    RELOAD("reload", "<device> [<table>|<table_file>]", 0, 2, Repeat.ONCE),
    WIPE_TABLE("wipe_table", "[-f|--force] [--noflush] [--nolockfs] <device>...", 0, -1, Repeat.SELECTED),
    RENAME("rename", "<device> [--setuuid] <new_name_or_uuid>", 1, 2, Repeat.ONCE),
    MESSAGE("message", "<device> <sector> <message>", 2, -1, Repeat.ONCE),
    LS("ls", "[--target <target_type>] [--exec <command>] [-o <options>] [--tree]", 0, 0, Repeat.ONCE),
    INFO("info", "[<device>...]", 0, -1, Repeat.EACH),
    DEPS("deps", "[-o <options>] [<device>...]", 0, -1, Repeat.SELECTED),
    STATUS("status", "[<device>...] [--noflush] [--target <target_type>]", 0, -1, Repeat.SELECTED),
    TABLE("table", "[<device>...] [--concise] [--target <target_type>] [--showkeys]", 0, -1, Repeat.SELECTED),
    WAIT("wait", "<device> [<event_nr>] [--noflush]", 0, 2, Repeat.ONCE),
    MKNODES("mknodes", "[<device>...]", 0, -1, Repeat.EACH),
    MANGLE("mangle", "[<device>...]", 0, -1, Repeat.EACH),
    UDEV_CREATE_COOKIE("udevcreatecookie", "", 0, 0, Repeat.ONCE),
    UDEV_RELEASE_COOKIE("udevreleasecookie", "[<cookie>]", 0, 1, Repeat.ONCE),
    UDEV_FLAGS("udevflags", "<cookie>", 1, 1, Repeat.ONCE),
    UDEV_COMPLETE("udevcomplete", "<cookie>", 1, 1, Repeat.ONCE),
    UDEV_COMPLETE_ALL("udevcomplete_all", "[<age_in_minutes>]", 0, 1, Repeat.ONCE),
    UDEV_COOKIES("udevcookies", "", 0, 0, Repeat.ONCE),
    TARGET_VERSION("target-version", "[<target>...]", 1, -1, Repeat.EACH),
    TARGETS("targets", "", 0, 0, Repeat.ONCE),
    VERSION("version", "", 0, 0, Repeat.ONCE),
    SET_GEOMETRY("setgeometry", "<device> <cyl> <head> <sect> <start>", 5, 5, Repeat.ONCE),
    SPLIT_NAME("splitname", "<device> [<subsystem>]", 1, 2, Repeat.ONCE);

    /** What becomes of several words. */
    enum Repeat {
        /** They are all the command's. */
        ONCE,
        /** Each is a device, one after the other. */
        EACH,
        /** The same, and devices may be selected. */
        SELECTED
    }

    private final String word;
    private final String help;
    private final int least;
    private final int most;
    private final Repeat repeat;

    Command(String word, String help, int least, int most, Repeat repeat) {
        this.word = word;
        this.help = help;
        this.least = least;
        this.most = most;
        this.repeat = repeat;
    }

    static Optional<Command> of(String word) {
        return Stream.of(values()).filter(c -> c.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    String help() {
        return help;
    }

    Repeat repeat() {
        return repeat;
    }

    boolean takes(List<String> words) {
        return words.size() >= least && (most < 0 || words.size() <= most);
    }

    /** What does it; only that one is loaded. */
    Action action() {
        return switch (this) {
            case HELP -> (work, words, several) -> Usage.help(work);
            case CREATE -> new Create();
            case LOAD, RELOAD -> new Load();
            case REMOVE -> new Remove();
            case REMOVE_ALL -> new RemoveAll();
            case WIPE_TABLE -> (work, words, several) -> Wipe.one(work, words);
            case SUSPEND, RESUME, CLEAR, WAIT -> new State(this);
            case RENAME -> new Rename();
            case MANGLE -> new Mangle();
            case MESSAGE -> new Message();
            case SET_GEOMETRY -> new Geometry();
            case LS, STATUS, TABLE -> new Look(this);
            case INFO -> new Info();
            case DEPS -> new Deps();
            case MKNODES -> new Nodes();
            case TARGETS, TARGET_VERSION, VERSION -> new Versions(this);
            case UDEV_CREATE_COOKIE, UDEV_RELEASE_COOKIE, UDEV_FLAGS, UDEV_COMPLETE, UDEV_COMPLETE_ALL, UDEV_COOKIES ->
                new Cookies(this);
            case SPLIT_NAME -> new SplitName();
        };
    }
}
