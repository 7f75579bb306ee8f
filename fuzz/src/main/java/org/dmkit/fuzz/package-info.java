/**
 * Hostile metadata: disks made by Jazzer out of the corpus, held against what must be true of any scan. {@code fuzz/run}
 * starts it.
 */
@NullMarked
package org.dmkit.fuzz;

import org.jspecify.annotations.NullMarked;
