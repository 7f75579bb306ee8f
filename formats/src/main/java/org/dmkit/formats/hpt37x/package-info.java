/**
 * HighPoint HPT366/370/37x ("v2"): one sector near the start of each disk, without checksum or generation.
 *
 * <p>{@code Hpt37x} is that sector with its fields, {@code Hpt37xReader} decides whether it is one, {@code Hpt37xSet} says what
 * the members of a set make together and {@code Hpt37xMember} what one of them stands for, {@code Hpt37xListing} what dmraid says of
 * one disk. {@code Hpt37xWriter} changes sets, {@code Hpt37xChange} says what of a set's change its members tell; {@code Hpt37xLog} is the
 * log of errors, in which they remember former ids, and whose record it is ({@code Hpt37xMark}) while the kernel copies between the
 * {@code Hpt37xLegs} of a mirror. {@code Hpt37xIds} makes ids; {@code Hpt37xPlacement} lays out new sets and {@code Hpt37xNewSet} has their
 * records.
 *
 * <p>The name of a set is its id. It changes with every loss and every disk that is rebuilt; a running device keeps its name until it
 * stops.
 */
@NullMarked
package org.dmkit.formats.hpt37x;

import org.jspecify.annotations.NullMarked;
