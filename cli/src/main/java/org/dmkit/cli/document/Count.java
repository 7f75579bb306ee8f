package org.dmkit.cli.document;

/** A whole number from 0, and where it stands. */
public record Count(FilePlace at, long value) {}
