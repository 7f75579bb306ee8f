package org.dmkit.cli;

/** How far a rebuild or resync has come, in sectors. */
record Progress(long done, long total) {}
