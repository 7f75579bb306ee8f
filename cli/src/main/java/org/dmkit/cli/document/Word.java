package org.dmkit.cli.document;

/** A word, and where it stands. */
public record Word(FilePlace at, String text) {}
