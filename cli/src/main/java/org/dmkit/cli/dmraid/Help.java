package org.dmkit.cli.dmraid;

/** What {@code -h} prints. */
final class Help {
    private static final String TEXT = """
            dmraid: Device-Mapper Software RAID tool

            * = [-d|--debug]... [-v|--verbose]... [-i|--ignorelocking]

            dmraid\t{-a|--activate} {y|n|yes|no} *
            \t[-f|--format FORMAT[,FORMAT...]]
            \t[-P|--partchar CHAR]
            \t[-p|--no_partitions]
            \t[--separator SEPARATOR]
            \t[-t|--test]
            \t[-Z|--rm_partitions] [RAID-set...]

            dmraid\t{-b|--block_devices} *
            \t[-c|--display_columns][FIELD[,FIELD...]]...
            \t[device-path...]

            dmraid\t{-h|--help}

            dmraid\t{-l|--list_formats} *

            dmraid\t{-n|--native_log} *
            \t[-f|--format FORMAT[,FORMAT...]]
            \t[--separator SEPARATOR]
            \t[device-path...]

            dmraid\t{-r|--raid_devices} *
            \t[-c|--display_columns][FIELD[,FIELD...]]...
            \t[-D|--dump_metadata]
            \t[-f|--format FORMAT[,FORMAT...]]
            \t[--separator SEPARATOR]
            \t[device-path...]

            dmraid\t{-r|--raid_devices} *
            \t{-E|--erase_metadata}
            \t[-f|--format FORMAT[,FORMAT...]]
            \t[--separator SEPARATOR]
            \t[device-path...]

            dmraid\t{-s|--sets}...[a|i|active|inactive] *
            \t[-c|--display_columns][FIELD[,FIELD...]]...
            \t[-f|--format FORMAT[,FORMAT...]]
            \t[-g|--display_group]
            \t[--separator SEPARATOR]
            \t[RAID-set...]

            dmraid\t{-f|--format FORMAT}
             \t{-C|--create RAID-set}\s
            \t{--type RAID-level}
            \t[--size [0-9]...[kKgG][bB]]
            \t[--str[i[de]] [0-9]...[kK][bB]]
            \t{--disk[s] "device-path[, device-path..."}

            dmraid\t{-x|--remove RAID-set}\s

            dmraid\t{-R|--rebuild} RAID-set [drive_name]

            dmraid\t[{-f|--format FORMAT}]
            \t{-S|--spare [RAID-set]}\s
            \t{-M|--media "device-path"}

            dmraid\t{-V/--version}

            """;

    private Help() {}

    /** The whole text, with the end of its last line. */
    static String text() {
        return TEXT;
    }
}
