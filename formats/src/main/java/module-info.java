/** The vendor metadata formats, one package each. */
module org.dmkit.formats {
    requires transitive org.dmkit.raid;
    requires static transitive org.jspecify;

    provides org.dmkit.raid.format.Format with
            org.dmkit.formats.asr.AsrFormat,
            org.dmkit.formats.ddf1.Ddf1Format,
            org.dmkit.formats.hpt37x.Hpt37xFormat,
            org.dmkit.formats.hpt45x.Hpt45xFormat,
            org.dmkit.formats.isw.IswFormat,
            org.dmkit.formats.jmicron.JmicronFormat,
            org.dmkit.formats.lsi.LsiFormat,
            org.dmkit.formats.nvidia.NvidiaFormat,
            org.dmkit.formats.pdc.PdcFormat,
            org.dmkit.formats.sil.SilFormat,
            org.dmkit.formats.via.ViaFormat;
    provides org.dmkit.raid.format.PartitionFormat with
            org.dmkit.formats.dos.DosPartitionFormat,
            org.dmkit.formats.gpt.GptPartitionFormat;
}
