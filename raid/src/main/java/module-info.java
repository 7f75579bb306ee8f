/** The generic heart: configuration tree, format SPI, tables, planner, transaction, recovery, monitor. */
module org.dmkit.raid {
    requires transitive org.dmkit.dm;
    requires transitive org.dmkit.blockio;
    requires static transitive org.jspecify;

    exports org.dmkit.raid.assemble;
    exports org.dmkit.raid.change;
    exports org.dmkit.raid.commit;
    exports org.dmkit.raid.control;
    exports org.dmkit.raid.data;
    exports org.dmkit.raid.format;
    exports org.dmkit.raid.live;
    exports org.dmkit.raid.model;
    exports org.dmkit.raid.partition;
    exports org.dmkit.raid.record;
    exports org.dmkit.raid.scan;
    exports org.dmkit.raid.table;
    exports org.dmkit.raid.write;

    uses org.dmkit.raid.format.Format;
    uses org.dmkit.raid.format.PartitionFormat;
}
