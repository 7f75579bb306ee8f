package org.dmkit.dm;

/** The kernel's device-mapper. */
public final class KernelDeviceMapper {
    private KernelDeviceMapper() {}
}
