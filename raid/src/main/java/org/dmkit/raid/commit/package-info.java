/** Carries a plan out so that no crash can tear it: records, writes, ways back, recovery. */
@NullMarked
package org.dmkit.raid.commit;

import org.jspecify.annotations.NullMarked;
