/**
 * LSI Logic MegaRAID and MegaIDE ({@code $XIDE$}): one sector at the end of each disk, which describes all sets of the
 * controller and is the same on all disks but for the two bytes that say which place is the disk's own.
 *
 * <p>{@code LsiConfiguration} is the sector, {@code LsiCheck} says what is wrong with one disk's place in it, and {@code
 * LsiAssembly} which disks may be used. There is no checksum and no generation, so a disk that any other calls gone is never
 * a member, and sets of a type that nobody knows for certain are never started.
 */
@NullMarked
package org.dmkit.formats.lsi;

import org.jspecify.annotations.NullMarked;
