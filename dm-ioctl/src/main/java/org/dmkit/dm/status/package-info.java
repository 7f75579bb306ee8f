/**
 * What targets say of themselves, understood: {@link org.dmkit.dm.status.KnownStatus} and a record for each target whose text has
 * something to read. A text that is not understood is no failure: then there is its text, as the kernel gave it.
 *
 * <p>Of crypt, flakey, linear, error, zero, snapshot-origin and unstriped there is nothing to read: their text is empty.
 */
@NullMarked
package org.dmkit.dm.status;

import org.jspecify.annotations.NullMarked;
