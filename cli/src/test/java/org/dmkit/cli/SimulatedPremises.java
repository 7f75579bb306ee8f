package org.dmkit.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.cli.dm.Holds;
import org.dmkit.cli.dm.ListedBlocks;
import org.dmkit.cli.dm.Premises;
import org.dmkit.cli.dm.User;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTrace;
import org.dmkit.dm.Table;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.simulation.SimulatedMachine;
import org.jspecify.annotations.Nullable;

/** A simulated machine for {@code dmkit dm}. A disk is called as it is, or by the path that it would have. */
record SimulatedPremises(
        SimulatedMachine machine,
        String standardInput,
        Optional<Holds> holds,
        Map<DeviceNumber, List<User>> users,
        List<UdevPolicy> policies,
        Map<DmName, Table> printed)
        implements Premises {
    @Override
    public DeviceMapper deviceMapper(UdevPolicy udev, @Nullable DmTrace trace) {
        policies.add(udev);
        DeviceMapper mapper = trace == null ? machine.deviceMapper() : machine.deviceMapper(trace);
        return printed.isEmpty() ? mapper : printing(mapper);
    }

    /** One that says of some devices that they have another table. */
    private DeviceMapper printing(DeviceMapper mapper) {
        return (DeviceMapper) Proxy.newProxyInstance(
                DeviceMapper.class.getClassLoader(), new Class<?>[] {DeviceMapper.class}, (proxy, method, words) -> {
                    if (method.getName().equals("table") && printed.containsKey((DmName) words[0])) {
                        return printed.get((DmName) words[0]);
                    }
                    try {
                        return method.invoke(mapper, words);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Blocks blocks() {
        return new Blocks() {
            @Override
            public Optional<Block> find(String path) {
                return disks().find(path);
            }

            @Override
            public Optional<Block> find(DeviceNumber number) {
                return disks().find(number);
            }

            private ListedBlocks disks() {
                return new ListedBlocks(
                        machine.disks().stream().map(d -> block(d.info())).toList());
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
