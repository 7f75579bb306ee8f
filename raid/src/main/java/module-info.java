/** The generic heart: configuration tree, format SPI, tables, planner, transaction, recovery, monitor. */
module org.dmkit.raid {
    requires transitive org.dmkit.dm;
    requires transitive org.dmkit.blockio;
    requires static transitive org.jspecify;

    exports org.dmkit.raid;
    exports org.dmkit.raid.spi;

    uses org.dmkit.raid.spi.Format;
    uses org.dmkit.raid.spi.PartitionFormat;
}
