package org.dmkit.cli;

import picocli.CommandLine.ParseResult;

/** A command's arguments, understood, where it may print, and what it works on. */
record Invocation(ParseResult arguments, Options options, Console console, Workplaces workplaces) {}
