/** Partition tables on sets, and what their devices are called. */
@NullMarked
package org.dmkit.raid.partition;

import org.jspecify.annotations.NullMarked;
