/** Seeded faults: each is compiled into dmkit in turn, and the test that is named for it must fail. */
@NullMarked
package org.dmkit.mutants;

import org.jspecify.annotations.NullMarked;
