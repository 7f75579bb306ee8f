/**
 * DOS partition tables (MBR) with their chain of logical partitions, on sets.
 *
 * <p>{@code DosSector} is one sector with its four entries, {@code LogicalPartitions} follows the chain, and {@code
 * DosPartitionFormat} decides what is a table at all. An entry that can't be right is left out with a finding; the others
 * stand. A disk with a GUID partition table is never read as a DOS one.
 */
@NullMarked
package org.dmkit.formats.dos;

import org.jspecify.annotations.NullMarked;
