/** Documents that people write for dmkit: read strictly, and every value knows where it stands. Decides nothing about what is said. */
@NullMarked
package org.dmkit.cli.document;

import org.jspecify.annotations.NullMarked;
