/**
 * NVIDIA MediaShield (nvRAID): one block of 120 bytes in the last sector but one, little-endian; data begin at sector 0.
 *
 * <pre>
 * off size field                            off size field
 * 00   8   vendor "NVIDIA  "                48   1   raidJobCode
 * 08   4   size, 30 words                   49   1   stripeWidth, data disks
 * 0c   4   chksum, all words add up to 0    4a   1   totalVolumes, disks with or without spares
 * 10   2   version                          4b   1   originalWidth
 * 12   1   unitNumber, the slot             4c   4   raidLevel
 * 13   1   reserved                         50   4   stripeBlockSize, the chunk in sectors
 * 14   4   capacity of the set, sectors     54   4   stripeBlockByteSize
 * 18   4   sectorSize, 512                  58   4   stripeBlockPower
 * 1c  16   productID                        5c   4   stripeMask
 * 2c   4   productRevision                  60   4   stripeSize
 * 30   4   unitFlags, 0x100 rebuilding      64   4   stripeByteSize
 * 34   4   array.version                    68   4   raidJobMark
 * 38  16   signature, who belongs together  6c   4   originalLevel
 *                                           70   4   originalCapacity
 *                                           74   4   flags, 2 error, 4 parity valid
 * </pre>
 *
 * <p>There is no generation number: who missed a change can only be told by what the others have and it lacks.
 */
@NullMarked
package org.dmkit.formats.nvidia;

import org.jspecify.annotations.NullMarked;
