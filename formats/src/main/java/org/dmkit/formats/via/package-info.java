/**
 * VIA V-RAID: one sector at the end of each disk, with the identities of all members in order.
 *
 * <p>{@code ViaMetadata} is the sector, {@code ViaDisk} who stands where, {@code ViaAssembly} puts the disks together,
 * {@code ViaWriter} changes mirrors, {@code ViaPlacement} lays out new ones. There is no generation, and no word of one disk on
 * another but the table: a member that goes on without another takes it out of its table, so that the other, which still names
 * it, is known to be left behind. If that one comes back alone nothing tells, and it is a mirror that misses a disk.
 *
 * <p>The name that dmraid gives a set is a sum over the table. It changes when a member is lost and when one joins; a running
 * device keeps its name until it stops.
 */
@NullMarked
package org.dmkit.formats.via;

import org.jspecify.annotations.NullMarked;
