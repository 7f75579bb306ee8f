package org.dmkit.cli.dmraid;

/** What options ask for: dmraid's action flags. */
enum Action {
    ACTIVATE,
    DEACTIVATE,
    FORMAT,
    PARTCHAR,
    NO_PARTITIONS,
    BLOCK_DEVICES,
    COLUMN,
    DEBUG,
    DUMP,
    ERASE,
    GROUP,
    HELP,
    IGNORE_LOCKING,
    LIST_FORMATS,
    REMOVE,
    NATIVE_LOG,
    RAID_DEVICES,
    REBUILD,
    MEDIA,
    RAID_SETS,
    ACTIVE,
    INACTIVE,
    SEPARATOR,
    TEST,
    VERBOSE,
    VERSION,
    CREATE,
    SPARE,
    REMOVE_PARTITIONS
}
