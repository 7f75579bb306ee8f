package org.dmkit.cli.dmraid;

import static org.dmkit.cli.dmraid.Action.ACTIVATE;
import static org.dmkit.cli.dmraid.Action.ACTIVE;
import static org.dmkit.cli.dmraid.Action.BLOCK_DEVICES;
import static org.dmkit.cli.dmraid.Action.COLUMN;
import static org.dmkit.cli.dmraid.Action.CREATE;
import static org.dmkit.cli.dmraid.Action.DEACTIVATE;
import static org.dmkit.cli.dmraid.Action.DEBUG;
import static org.dmkit.cli.dmraid.Action.DUMP;
import static org.dmkit.cli.dmraid.Action.ERASE;
import static org.dmkit.cli.dmraid.Action.FORMAT;
import static org.dmkit.cli.dmraid.Action.GROUP;
import static org.dmkit.cli.dmraid.Action.HELP;
import static org.dmkit.cli.dmraid.Action.IGNORE_LOCKING;
import static org.dmkit.cli.dmraid.Action.INACTIVE;
import static org.dmkit.cli.dmraid.Action.LIST_FORMATS;
import static org.dmkit.cli.dmraid.Action.MEDIA;
import static org.dmkit.cli.dmraid.Action.NATIVE_LOG;
import static org.dmkit.cli.dmraid.Action.NO_PARTITIONS;
import static org.dmkit.cli.dmraid.Action.PARTCHAR;
import static org.dmkit.cli.dmraid.Action.RAID_DEVICES;
import static org.dmkit.cli.dmraid.Action.RAID_SETS;
import static org.dmkit.cli.dmraid.Action.REBUILD;
import static org.dmkit.cli.dmraid.Action.REMOVE;
import static org.dmkit.cli.dmraid.Action.REMOVE_PARTITIONS;
import static org.dmkit.cli.dmraid.Action.SEPARATOR;
import static org.dmkit.cli.dmraid.Action.SPARE;
import static org.dmkit.cli.dmraid.Action.TEST;
import static org.dmkit.cli.dmraid.Action.VERBOSE;
import static org.dmkit.cli.dmraid.Action.VERSION;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.dmkit.cli.program.Getopt;
import org.jspecify.annotations.Nullable;

/**
 * The options in the order in which getopt lists possibilities, which is nearly that in which dmraid checks how they go together. Whatever an option is or needs is also allowed with
 * it; {@code -d}, {@code -v}, {@code -h}, {@code -i} go with everything that names them.
 */
enum Option implements Getopt.Known {
    /** Says what it does by its word only, so dmraid never checks it by itself. */
    SWITCH('a', "activate", Getopt.Argument.REQUIRED, null, none(), none(), true),
    FORMATS(
            'f',
            "format",
            Getopt.Argument.REQUIRED,
            FORMAT,
            EnumSet.of(ACTIVATE, DEACTIVATE, NATIVE_LOG, RAID_DEVICES, RAID_SETS, SPARE),
            with(
                    MEDIA,
                    ACTIVE,
                    INACTIVE,
                    COLUMN,
                    DUMP,
                    ERASE,
                    GROUP,
                    NO_PARTITIONS,
                    SEPARATOR,
                    TEST,
                    REMOVE_PARTITIONS),
            true),
    PARTITION_CHARACTER(
            'P',
            "partchar",
            Getopt.Argument.REQUIRED,
            PARTCHAR,
            EnumSet.of(ACTIVATE, DEACTIVATE),
            with(FORMAT, SEPARATOR, REMOVE_PARTITIONS, TEST),
            true),
    WITHOUT_PARTITIONS(
            'p',
            "no_partitions",
            Getopt.Argument.NONE,
            NO_PARTITIONS,
            EnumSet.of(ACTIVATE, DEACTIVATE),
            with(FORMAT, SEPARATOR, REMOVE_PARTITIONS, TEST),
            true),
    DISKS('b', "block_devices", Getopt.Argument.NONE, BLOCK_DEVICES, none(), with(COLUMN, SEPARATOR), true),
    COLUMNS(
            'c',
            "display_columns",
            Getopt.Argument.OPTIONAL,
            COLUMN,
            EnumSet.of(BLOCK_DEVICES, RAID_DEVICES, RAID_SETS),
            with(ACTIVE, INACTIVE, DUMP, FORMAT, GROUP, SEPARATOR),
            true),
    DEBUGGING('d', "debug", Getopt.Argument.NONE, DEBUG, none(), EnumSet.allOf(Action.class), true),
    DUMPING(
            'D',
            "dump_metadata",
            Getopt.Argument.NONE,
            DUMP,
            EnumSet.of(RAID_DEVICES),
            with(COLUMN, FORMAT, SEPARATOR),
            true),
    ERASING(
            'E',
            "erase_metadata",
            Getopt.Argument.NONE,
            ERASE,
            EnumSet.of(RAID_DEVICES),
            with(COLUMN, FORMAT, SEPARATOR),
            true),
    GROUPS(
            'g',
            "display_group",
            Getopt.Argument.NONE,
            GROUP,
            EnumSet.of(RAID_SETS),
            with(ACTIVE, INACTIVE, COLUMN, FORMAT, SEPARATOR),
            true),
    HELPING('h', "help", Getopt.Argument.NONE, HELP, none(), EnumSet.allOf(Action.class), true),
    WITHOUT_LOCKS(
            'i', "ignorelocking", Getopt.Argument.NONE, IGNORE_LOCKING, none(), EnumSet.allOf(Action.class), true),
    HANDLERS('l', "list_formats", Getopt.Argument.NONE, LIST_FORMATS, none(), with(), false),
    NATIVE('n', "native_log", Getopt.Argument.NONE, NATIVE_LOG, none(), with(FORMAT, SEPARATOR), true),
    DEVICES(
            'r',
            "raid_devices",
            Getopt.Argument.NONE,
            RAID_DEVICES,
            none(),
            with(COLUMN, DUMP, ERASE, FORMAT, SEPARATOR),
            true),
    REBUILDING('R', "rebuild", Getopt.Argument.REQUIRED, REBUILD, none(), with(MEDIA), true),
    DRIVE('M', "media", Getopt.Argument.REQUIRED, MEDIA, none(), with(REBUILD, SPARE, FORMAT), true),
    SETS(
            's',
            "sets",
            Getopt.Argument.OPTIONAL,
            RAID_SETS,
            none(),
            with(ACTIVE, INACTIVE, COLUMN, FORMAT, GROUP, REMOVE, SEPARATOR),
            true),
    REMOVING(
            'x',
            "remove",
            Getopt.Argument.NONE,
            REMOVE,
            none(),
            with(RAID_SETS, INACTIVE, COLUMN, FORMAT, GROUP, SEPARATOR),
            true),
    DELIMITER(
            0,
            "separator",
            Getopt.Argument.REQUIRED,
            SEPARATOR,
            EnumSet.of(COLUMN, FORMAT),
            EnumSet.allOf(Action.class),
            true),
    TESTING(
            't',
            "test",
            Getopt.Argument.NONE,
            TEST,
            EnumSet.of(ACTIVATE, DEACTIVATE),
            with(ACTIVATE, DEACTIVATE, FORMAT, NO_PARTITIONS),
            true),
    EXPLAINING('v', "verbose", Getopt.Argument.NONE, VERBOSE, none(), EnumSet.allOf(Action.class), true),
    VERSIONS('V', "version", Getopt.Argument.NONE, VERSION, none(), with(), false),
    CREATING('C', "create", Getopt.Argument.REQUIRED, CREATE, none(), with(), false),
    SPARING('S', "spare", Getopt.Argument.OPTIONAL, SPARE, none(), with(MEDIA, FORMAT), false),
    WITHOUT_KERNEL_PARTITIONS(
            'Z',
            "rm_partitions",
            Getopt.Argument.NONE,
            REMOVE_PARTITIONS,
            EnumSet.of(ACTIVATE),
            with(FORMAT, NO_PARTITIONS, SEPARATOR),
            true),
    /** Later versions have it; it changes nothing, because nothing here registers with a monitor. */
    WITHOUT_MONITORING('I', "ignoremonitoring", Getopt.Argument.NONE, null, none(), none(), true);

    private final int letter;
    private final String word;
    private final Getopt.Argument argument;
    private final @Nullable Action action;
    private final Set<Action> needed;
    private final Set<Action> allowed;
    private final boolean operands;

    Option(
            int letter,
            String word,
            Getopt.Argument argument,
            @Nullable Action action,
            Set<Action> needed,
            Set<Action> allowed,
            boolean operands) {
        this.letter = letter;
        this.word = word;
        this.argument = argument;
        this.action = action;
        this.needed = needed;
        this.allowed = EnumSet.copyOf(allowed.isEmpty() ? needed : allowed);
        this.allowed.addAll(needed);
        if (action != null) {
            this.allowed.add(action);
        }
        this.operands = operands;
    }

    private static Set<Action> none() {
        return EnumSet.noneOf(Action.class);
    }

    private static Set<Action> with(Action... actions) {
        Set<Action> allowed = EnumSet.of(DEBUG, HELP, IGNORE_LOCKING, VERBOSE);
        allowed.addAll(Set.of(actions));
        return allowed;
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
    public Getopt.Argument argument() {
        return argument;
    }

    /** Empty where its argument decides, and where it does nothing. */
    Optional<Action> action() {
        return Optional.ofNullable(action);
    }

    /** One of these has to be there too; none: it stands by itself. */
    Set<Action> needed() {
        return needed;
    }

    Set<Action> allowed() {
        return allowed;
    }

    /** Whether words that are no options may follow. */
    boolean takesOperands() {
        return operands;
    }
}
