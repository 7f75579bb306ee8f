/** Reads a set's data in user space, whatever is missing of it. */
@NullMarked
package org.dmkit.raid.data;

import org.jspecify.annotations.NullMarked;
