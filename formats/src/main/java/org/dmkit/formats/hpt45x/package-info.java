/**
 * HighPoint HPT45x / RocketRAID ("v3"): one checksummed sector near the end of each disk, without generation.
 *
 * <p>{@code Hpt45x} is that sector and {@code Hpt45xLevel} one of its two levels, {@code Hpt45xReader} decides whether it is
 * one, {@code Hpt45xSet} says what the disks of one stamp make together, {@code Succession} which stamps are outdated,
 * {@code Hpt45xListing} what dmraid says of one disk. {@code Hpt45xWriter} changes sets, {@code Hpt45xChange} says what of a set's
 * change its members tell, {@code Hpt45xStamp} makes stamps; {@code Hpt45xPlacement} lays out new sets and {@code Hpt45xNewSet} has
 * their records.
 *
 * <p>The name of a set is its stamp. It changes with every loss and every disk that is rebuilt; a running device keeps its name until
 * it stops.
 */
@NullMarked
package org.dmkit.formats.hpt45x;

import org.jspecify.annotations.NullMarked;
