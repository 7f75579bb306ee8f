/**
 * The system calls that dmkit makes, bound by hand because jextract can't capture errno, and the few words that
 * everything close to the kernel shares: device numbers, error numbers, the one exception for what the machine refused.
 *
 * <p>Guarantees: system calls return {@code -errno} and never throw; no call allocates once the optimising compiler has seen it (before, 40 bytes). Never: retries, policy, text for people.
 */
@NullMarked
package org.dmkit.linux;

import org.jspecify.annotations.NullMarked;
