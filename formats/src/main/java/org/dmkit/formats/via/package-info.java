/**
 * VIA V-RAID: one sector at the end of each disk, with the identities of all members in order.
 *
 * <p>{@code ViaMetadata} is the sector, {@code ViaAssembly} decides who stands where. There is no generation and no word of one
 * disk on another: a member that was away and returns unchanged can't be told from a good one.
 */
@NullMarked
package org.dmkit.formats.via;

import org.jspecify.annotations.NullMarked;
