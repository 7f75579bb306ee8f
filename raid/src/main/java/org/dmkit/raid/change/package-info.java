/** From a configuration and a change to the other configuration, and to a plan: pure functions over immutable values. */
@NullMarked
package org.dmkit.raid.change;

import org.jspecify.annotations.NullMarked;
