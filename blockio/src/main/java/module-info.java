/** Disks as sectors in native memory. */
module org.dmkit.blockio {
    requires transitive org.dmkit.bindings;
    requires static transitive org.jspecify;

    exports org.dmkit.blockio;
}
