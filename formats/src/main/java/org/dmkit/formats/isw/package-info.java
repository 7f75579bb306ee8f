/**
 * Intel Matrix / Rapid Storage (IMSM).
 *
 * <p>{@code MpbReader}, {@code Mpb} and {@code MpbWriter} are the bytes, with everything unknown kept; {@code MpbCheck} says
 * what is wrong with them. {@code IswConfiguration} decides which copy is believed, {@code IswVolumes} makes sets of it;
 * {@code IswChange} makes a new block from the difference of two trees, {@code IswWriter} says what goes where, and
 * {@code IswRules} what the format allows. A set is never shown as startable on a guess.
 */
@NullMarked
package org.dmkit.formats.isw;

import org.jspecify.annotations.NullMarked;
