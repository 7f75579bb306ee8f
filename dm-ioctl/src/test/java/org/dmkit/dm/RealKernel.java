package org.dmkit.dm;

import static org.junit.jupiter.api.Assumptions.abort;

import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** The device-mapper of the kernel that the tests run on, if it has one. */
final class RealKernel {
    private RealKernel() {}

    /** Skips the test where there is none, or where only root may use it. */
    static DeviceMapper open() throws KernelException {
        try {
            return KernelDeviceMapper.open();
        } catch (KernelException e) {
            return switch (e.errno()) {
                case Errno.ENOENT, Errno.ENXIO, Errno.ENODEV -> abort("no device-mapper in this kernel");
                case Errno.EACCES, Errno.EPERM -> abort("not root");
                default -> throw e;
            };
        }
    }
}
