/** Kernel structures, constants and system calls; nothing here decides anything. */
@SuppressWarnings("module") // those two are compiled later
module org.dmkit.bindings {
    requires static transitive org.jspecify;

    exports org.dmkit.linux;
    exports org.dmkit.uapi to
            org.dmkit.dm,
            org.dmkit.blockio;
}
