/** Kernel structures, constants and system calls; nothing here decides anything. */
module org.dmkit.bindings {
    requires static transitive org.jspecify;

    exports org.dmkit.linux;
}
