package org.dmkit.raid.format;

import org.dmkit.blockio.Extent;

/**
 * A piece of a set, as its partition table tells.
 *
 * @param number from 1; tables leave gaps
 * @param extent sectors of the set
 */
public record Partition(int number, Extent extent) {}
