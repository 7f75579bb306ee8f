/** A device-mapper that follows the kernel's rules on simulated disks. */
module org.dmkit.simulation {
    requires transitive org.dmkit.dm;
    requires transitive org.dmkit.blockio;
    requires static transitive org.jspecify;

    exports org.dmkit.simulation;
}
