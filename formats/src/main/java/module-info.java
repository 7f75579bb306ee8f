/** The vendor metadata formats, one package each. */
module org.dmkit.formats {
    requires transitive org.dmkit.raid;
    requires static transitive org.jspecify;
}
