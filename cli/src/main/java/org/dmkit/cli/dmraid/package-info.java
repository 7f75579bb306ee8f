/**
 * {@code dmraid} for the scripts that call it: its options, its messages, its output to the byte, over dmkit's library. What
 * dmraid tells of disks and sets comes from {@link org.dmkit.raid.format.DmraidView} and from the tree of sets; what it does
 * goes through the planner. Where dmraid is wrong this is right, see doc/dmraid-deviations.md.
 */
@NullMarked
package org.dmkit.cli.dmraid;

import org.jspecify.annotations.NullMarked;
