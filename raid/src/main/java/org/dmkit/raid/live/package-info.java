/** What the machine runs: its disks and its device-mapper, which devices are sets, what the kernel says of their members. */
@NullMarked
package org.dmkit.raid.live;

import org.jspecify.annotations.NullMarked;
