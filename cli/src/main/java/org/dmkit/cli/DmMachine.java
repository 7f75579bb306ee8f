package org.dmkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.MemoryLock;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.cli.dm.Holds;
import org.dmkit.cli.dm.Premises;
import org.dmkit.cli.dm.SysfsBlocks;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmTrace;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.raid.model.RefusedException;
import org.jspecify.annotations.Nullable;

/** This machine, as {@code dmkit dm} sees it, by whatever stands for its device-mapper. */
record DmMachine(Opening opening) implements Premises {
    /** Opens the device-mapper. */
    @FunctionalInterface
    interface Opening {
        DeviceMapper open(UdevPolicy udev, @Nullable DmTrace trace) throws IOException;
    }

    @Override
    public DeviceMapper deviceMapper(UdevPolicy udev, @Nullable DmTrace trace) throws IOException {
        DeviceMapper mapper = opening.open(udev, trace);
        // Where the kernel has none this says so.
        mapper.version();
        return mapper;
    }

    @Override
    public Blocks blocks() {
        return new SysfsBlocks();
    }

    @Override
    public Optional<Holds> holds() {
        return Optional.of(Holds.ofThisMachine());
    }

    @Override
    public void unbroken(Runnable ended, Task task) throws IOException {
        try (var interruption = new Interruption(ended)) {
            interruption.unbroken(() -> {
                task.run();
                return true;
            });
        } catch (RefusedException e) {
            throw new IllegalStateException("no task of dm asks for a change of sets", e);
        }
    }

    @Override
    public Program start(List<String> command, boolean quiet) throws IOException {
        return Child.start(command, quiet);
    }

    @Override
    public String standardInput() throws IOException {
        return ThisProcess.standardInput();
    }

    @Override
    public void makeNode(DeviceEntry device) throws IOException {
        KernelDeviceMapper.makeNode(device.name(), device.number());
    }

    @Override
    public void stayInMemory() throws IOException {
        MemoryLock.lockAll();
    }
}
