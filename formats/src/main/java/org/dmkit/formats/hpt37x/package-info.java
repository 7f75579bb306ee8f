/**
 * HighPoint HPT366/370/37x ("v2"): one sector near the start of each disk, without checksum or generation.
 *
 * <p>{@code Hpt37x} is that sector with its fields, {@code Hpt37xReader} decides whether it is one, {@code Hpt37xSet} says what
 * the members of a set make together, {@code Hpt37xListing} what dmraid says of one disk.
 */
@NullMarked
package org.dmkit.formats.hpt37x;

import org.jspecify.annotations.NullMarked;
