package org.dmkit.vmtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** QEMU's command line. */
final class Qemu {
    /** On one bus; more disks go to the next logical unit. */
    private static final int TARGETS = 250;

    /**
     * A panic ends the guest. The emulated time stamp counter is reliable, whatever the kernel suspects: reading the HPET in its
     * place is a system call and a device access, which makes a traced Java program five times slower.
     */
    private static final String KERNEL_COMMAND_LINE =
            "console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off tsc=reliable clocksource=tsc";

    private Qemu() {}

    /**
     * The words to start the guest with.
     *
     * @param parameters of the kernel, beside those that any guest has
     * @param out raw disk that takes the tar archive of /out
     */
    static List<String> command(Vm vm, Path kernel, Path initrd, String parameters, Path out) {
        var words = new ArrayList<>(List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg,thread=multi",
                "-cpu",
                "max",
                "-m",
                Integer.toString(vm.memoryMebibytes()),
                "-smp",
                Integer.toString(vm.processors()),
                "-nographic",
                "-no-reboot",
                "-nodefaults",
                "-serial",
                "stdio",
                "-kernel",
                kernel.toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                KERNEL_COMMAND_LINE + " " + parameters,
                "-drive",
                "file=" + escaped(out) + ",if=virtio,format=raw,cache=unsafe",
                "-device",
                "virtio-scsi-pci,id=scsi"));
        for (int index = 0; index < vm.disks().size(); index++) {
            GuestDisk disk = vm.disks().get(index);
            words.add("-drive");
            words.add("file=%s,if=none,id=disk%d,format=raw,cache=unsafe".formatted(escaped(disk.image()), index));
            words.add("-device");
            words.add("scsi-hd,drive=disk%d,bus=scsi.0,channel=0,scsi-id=%d,lun=%d,serial=%s"
                    .formatted(index, index % TARGETS, index / TARGETS, disk.serial()));
        }
        return words;
    }

    private static String escaped(Path path) {
        return path.toAbsolutePath().toString().replace(",", ",,");
    }
}
