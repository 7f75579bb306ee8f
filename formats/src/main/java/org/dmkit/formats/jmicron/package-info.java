/**
 * JMicron JMB36x: one checksummed structure in the last sector of each disk, without generation.
 *
 * <p>{@code Jm} is that structure, {@code JmReader} decides whether it is one, {@code JmTables} which of two tables of members is
 * believed, {@code JmSet} says what the disks of one table make together, {@code JmListing} what dmraid says of one disk.
 */
@NullMarked
package org.dmkit.formats.jmicron;

import org.jspecify.annotations.NullMarked;
