/**
 * Boots a throw-away Linux guest with a real device-mapper in QEMU and runs one shell script in it.
 *
 * <p>The kernel is Debian's, downloaded and unpacked into a cache, never installed; the root file system is an initramfs of the
 * host's own tools. {@link org.dmkit.vmtest.Vm} is the way in. Nothing here needs root, KVM or a network (after the first
 * download), and nothing touches the host's block devices.
 */
@NullMarked
package org.dmkit.vmtest;

import org.jspecify.annotations.NullMarked;
