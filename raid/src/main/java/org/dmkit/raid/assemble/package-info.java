/** What formats share when they put disks together: who belongs to which set, in which slot, and what contradicts that. */
@NullMarked
package org.dmkit.raid.assemble;

import org.jspecify.annotations.NullMarked;
