/**
 * Adaptec HostRAID: one reserved block in the last sector of each disk, which names the disk and points to a RAID table that
 * describes the arrays of the controller. All integers are big-endian.
 *
 * <p>{@code ReservedBlock}, {@code RaidTable} and {@code ConfigLine} are the bytes, {@code AsrReader} says what is wrong with
 * one disk's, {@code AsrArray} finds the array of a disk among the lines, {@code Truth} decides whose table is believed, and
 * {@code AsrAssembly} which disk stands where. A disk that the newest table doesn't call optimal is never read from.
 *
 * <p>{@code AsrWriter} changes arrays: {@code AsrChange} is the table that all members get, {@code AsrJoining} what is the own of a
 * disk that joins. {@code AsrPlacement} and {@code AsrNewArray} make arrays.
 */
@NullMarked
package org.dmkit.formats.asr;

import org.jspecify.annotations.NullMarked;
