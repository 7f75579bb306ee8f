/** The vendor metadata formats, one package each. */
module org.dmkit.formats {
    requires transitive org.dmkit.raid;
    requires static transitive org.jspecify;

    provides org.dmkit.raid.spi.PartitionFormat with
            org.dmkit.formats.dos.DosPartitionFormat,
            org.dmkit.formats.gpt.GptPartitionFormat;
    provides org.dmkit.raid.spi.Format with
            org.dmkit.formats.ddf1.Ddf1Format,
            org.dmkit.formats.isw.IswFormat,
            org.dmkit.formats.lsi.LsiFormat,
            org.dmkit.formats.nvidia.NvidiaFormat;
}
