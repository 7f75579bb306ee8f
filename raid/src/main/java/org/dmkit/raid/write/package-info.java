/** What formats share when they write: one block a disk, or one block on all disks; and rules that many have. */
@NullMarked
package org.dmkit.raid.write;

import org.jspecify.annotations.NullMarked;
