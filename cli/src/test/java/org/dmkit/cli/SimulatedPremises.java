package org.dmkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.cli.dm.Holds;
import org.dmkit.cli.dm.Premises;
import org.dmkit.cli.dm.User;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.simulation.SimulatedMachine;

/** A simulated machine for {@code dmkit dm}. A disk is called as it is, or by the path that it would have. */
record SimulatedPremises(
        SimulatedMachine machine, String standardInput, Holds holds, Map<DeviceNumber, List<User>> users)
        implements Premises {
    @Override
    public DeviceMapper deviceMapper() {
        return machine.deviceMapper();
    }

    @Override
    public Blocks blocks() {
        return new Blocks() {
            @Override
            public Optional<Block> find(String path) {
                return disks().filter(d -> d.name().equals(path) || d.path().equals(path))
                        .map(this::block)
                        .findFirst();
            }

            @Override
            public Optional<Block> find(DeviceNumber number) {
                return disks().filter(d -> number.equals(d.number()))
                        .map(this::block)
                        .findFirst();
            }

            private Stream<DiskInfo> disks() {
                return machine.disks().stream().map(Disk::info);
            }

            private Block block(DiskInfo info) {
                return new Block(
                        Optional.ofNullable(info.number()).orElseThrow(),
                        info.name(),
                        info.sectors(),
                        info.sectorSize());
            }

            @Override
            public List<User> users(DeviceNumber number) {
                return of(number, false);
            }

            @Override
            public List<User> processes(DeviceNumber number) {
                return of(number, true);
            }

            private List<User> of(DeviceNumber number, boolean process) {
                return users.getOrDefault(number, List.of()).stream()
                        .filter(u -> (u.process() != 0) == process)
                        .toList();
            }
        };
    }

    @Override
    public void makeNode(DeviceEntry device) {}

    @Override
    public void unbroken(Runnable ended, Task task) throws IOException {
        task.run();
    }

    @Override
    public Program start(List<String> command, boolean quiet) throws IOException {
        return Child.start(command, quiet);
    }

    @Override
    public void stayInMemory() {}
}
