/**
 * {@code dmsetup} for the scripts that call it: its options, its messages, its output to the byte, over {@link
 * org.dmkit.dm.DeviceMapper}. What differs is in doc/dmsetup-deviations.md.
 */
@NullMarked
package org.dmkit.cli.dmsetup;

import org.jspecify.annotations.NullMarked;
