/**
 * SNIA Common RAID Disk Data Format (DDF) 1.2 and 2.0: an anchor in the last sector, which leads to one or two copies of the
 * configuration; several volumes on the disks of one container.
 *
 * <p>{@code DdfReader} decodes one disk to {@code DdfDisk}: headers, tables of physical and virtual disks (the same on all disks
 * of a container), configuration records (only those the disk takes part in). {@code DdfContainer} decides whose tables are
 * believed and which disks may be used, {@code DdfVolume} makes a set of a volume's records, {@code DdfLevel} says what their
 * level is to the kernel. Where readers of the format disagree about a layout, the set is shown and never started.
 *
 * <p>All fields are big-endian, little-endian where the anchor is; sectors have 512 bytes, whatever the disk's own are.
 */
@NullMarked
package org.dmkit.formats.ddf1;

import org.jspecify.annotations.NullMarked;
