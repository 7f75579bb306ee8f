/** Finds the metadata on all disks, settles who gets which, and hears the notes of losses. */
@NullMarked
package org.dmkit.raid.scan;

import org.jspecify.annotations.NullMarked;
