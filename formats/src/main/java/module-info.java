/** The vendor metadata formats, one package each. */
module org.dmkit.formats {
    requires transitive org.dmkit.raid;
    requires static transitive org.jspecify;

    provides org.dmkit.raid.spi.Format with
            org.dmkit.formats.asr.AsrFormat,
            org.dmkit.formats.isw.IswFormat,
            org.dmkit.formats.via.ViaFormat;
}
