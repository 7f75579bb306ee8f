/** The configuration tree: what sets are made of, what is found wrong, why a change is refused. Values, and nothing that acts. */
@NullMarked
package org.dmkit.raid.model;

import org.jspecify.annotations.NullMarked;
