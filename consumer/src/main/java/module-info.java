/** A stranger's module. */
module org.example.consumer {
    requires org.dmkit.formats;
    requires org.dmkit.simulation;
}
