/** Intel Matrix / Rapid Storage (IMSM). */
@NullMarked
package org.dmkit.formats.isw;

import org.jspecify.annotations.NullMarked;
