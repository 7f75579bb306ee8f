/**
 * Disks: which there are, what identifies them, aligned sector I/O into native memory, images and captures that stand in for
 * disks, and locks.
 *
 * <p>All lengths and addresses are sectors of 512 bytes, whatever the disk's own sector size. Never here: what the sectors mean.
 */
@NullMarked
package org.dmkit.blockio;

import org.jspecify.annotations.NullMarked;
