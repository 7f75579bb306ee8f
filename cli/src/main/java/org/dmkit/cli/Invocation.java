package org.dmkit.cli;

import picocli.CommandLine.ParseResult;

/** A command's arguments, understood, and where it may print. */
record Invocation(ParseResult arguments, Options options, Console console) {}
