/**
 * The second {@link org.dmkit.dm.DeviceMapper}: the kernel's rules on simulated disks, with data really moving through its
 * tables, disks with a volatile write cache, and power cuts. Deterministic: time passes only when the caller lets it.
 */
@NullMarked
package org.dmkit.simulation;

import org.jspecify.annotations.NullMarked;
