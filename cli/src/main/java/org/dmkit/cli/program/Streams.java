package org.dmkit.cli.program;

import java.io.PrintWriter;
import java.io.Reader;

/**
 * Where answers, complaints and the answers to prompts go.
 *
 * @param out what callers parse
 * @param err everything that is wrong
 */
public record Streams(PrintWriter out, PrintWriter err, Reader in) {}
