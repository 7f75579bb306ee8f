/** A real kernel in a virtual machine, for what no simulation can prove. */
module org.dmkit.vmtest {
    requires static transitive org.jspecify;

    exports org.dmkit.vmtest;
}
