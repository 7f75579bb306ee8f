/** The kernel's tables for a set, in both profiles, and the devices below them. */
@NullMarked
package org.dmkit.raid.table;

import org.jspecify.annotations.NullMarked;
