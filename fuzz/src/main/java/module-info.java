/** Hostile metadata for every decoder. */
module org.dmkit.fuzz {
    requires org.dmkit.formats;
    requires org.dmkit.simulation;
    requires static org.jspecify;

    // Jazzer calls the target by reflection.
    exports org.dmkit.fuzz;
}
