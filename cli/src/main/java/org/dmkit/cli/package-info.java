/** The commands: arguments in, the library's answers out, as text or JSON. */
@NullMarked
package org.dmkit.cli;

import org.jspecify.annotations.NullMarked;
