/** The kernel's device-mapper as a Java API. */
module org.dmkit.dm {
    requires transitive org.dmkit.bindings;
    requires static transitive org.jspecify;

    exports org.dmkit.dm;
    exports org.dmkit.dm.status;
}
