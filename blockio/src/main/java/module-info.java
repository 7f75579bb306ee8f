/** Disks as sectors in native memory. */
module org.dmkit.blockio {
    requires transitive org.dmkit.bindings;
    requires static transitive org.jspecify;
    // ExtendedOpenOption.DIRECT
    requires jdk.unsupported;

    exports org.dmkit.blockio;
}
