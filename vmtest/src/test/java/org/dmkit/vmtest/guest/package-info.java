/**
 * Runs inside the guest, on dmkit's image: every case of the corpus on loop devices and the real device-mapper. What the
 * data must look like is decided here alone ({@link org.dmkit.vmtest.guest.Shape}), from the kernel's documentation of its
 * layouts, not from code that the product uses.
 */
@NullMarked
package org.dmkit.vmtest.guest;

import org.jspecify.annotations.NullMarked;
