/**
 * Devices, tables, targets, status and events of the kernel's device-mapper.
 *
 * <p>The life of a mapped device: {@link DeviceMapper#create create} it (no table yet), {@link DeviceMapper#load load} a table into
 * its inactive slot, {@link DeviceMapper#resume resume} it, which makes that table the active one. To change it in use: load the
 * new table, {@link DeviceMapper#suspend suspend}, resume. {@link DeviceMapper#remove remove} takes it away once nobody has it open.
 *
 * <p>{@link Dm} is the door: several of these in one call that takes back what it did if it fails.
 *
 * <p>{@link DeviceMapper} is an interface: {@link KernelDeviceMapper} is the kernel, the module {@code simulation} has another.
 * Never here: policy, RAID metadata, text for people.
 */
@NullMarked
package org.dmkit.dm;

import org.jspecify.annotations.NullMarked;
