/** The redo record and the note of losses: their bytes, where they lie, whether they hold. Decides nothing of what becomes of them. */
@NullMarked
package org.dmkit.raid.record;

import org.jspecify.annotations.NullMarked;
