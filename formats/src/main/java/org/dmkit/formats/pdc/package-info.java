/**
 * Promise FastTrak, also the RAID of AMD's SB6xx to SB8xx chipsets: up to four blocks a disk, each the disk's part in one
 * volume, so that a disk may be in several sets.
 *
 * <p>{@code PdcPlace} knows where blocks lie, {@code PdcBlock} is one, {@code PdcReader} finds them. {@code PdcCheck} says
 * which blocks can be believed, {@code PdcMembers} who of a volume is in sync, {@code PdcVolume} how it is built. The newest
 * generation rules; a member that it doesn't know, calls failed, or that missed it, is never used.
 *
 * <p>{@code PdcWriter} changes volumes: {@code PdcChange} is what their members are told, {@code PdcJoining} where the blocks of a
 * disk that joins go. {@code PdcPlacement} and {@code PdcNewSet} make volumes, as FreeBSD's graid does, whose source is what the
 * fields are written by.
 */
@NullMarked
package org.dmkit.formats.pdc;

import org.jspecify.annotations.NullMarked;
