/** What is read of disks: the sectors of a scan, and single images. */
@NullMarked
package org.dmkit.raid.read;

import org.jspecify.annotations.NullMarked;
