/** The dmkit command. */
module org.dmkit.cli {
    requires org.dmkit.raid;
    requires org.dmkit.formats;
    requires org.dmkit.simulation;
    requires info.picocli;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;
}
