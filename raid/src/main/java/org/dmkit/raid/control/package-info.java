/** The entry: scans, prepares and runs changes, watches what runs. */
@NullMarked
package org.dmkit.raid.control;

import org.jspecify.annotations.NullMarked;
