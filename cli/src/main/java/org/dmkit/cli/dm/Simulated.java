package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.document.JsonNode;
import org.dmkit.cli.document.MisreadException;
import org.dmkit.cli.document.Word;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTrace;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine that is as a state says: the state's blocks are its disks, empty ones in memory, and its devices are made with
 * the numbers that they had.
 */
public final class Simulated implements Premises {
    private final Premises here;
    private final SimulatedMachine machine = new SimulatedMachine();
    private final ListedBlocks blocks;
    private final List<State.Device> devices;
    private final Set<DmName> made = new HashSet<>();
    private final Set<DmName> path = new HashSet<>();

    private Simulated(State state, Premises here) throws IOException {
        this.here = here;
        this.blocks = new ListedBlocks(attached(state.blocks()));
        this.devices = state.devices().stream().filter(d -> !d.remove()).toList();
    }

    /**
     * Makes it.
     *
     * @param here from where standard input comes
     * @throws MisreadException if the state is not understood, or no machine can be so
     */
    public static Simulated of(JsonNode document, Premises here) throws IOException {
        var simulated = new Simulated(State.of(document), here);
        for (State.Device device : simulated.devices) {
            simulated.bottomUp(device);
        }
        for (State.Device device : simulated.devices) {
            simulated.bringToMoment(device);
        }
        return simulated;
    }

    private List<Blocks.Block> attached(List<State.Block> all) throws MisreadException {
        var attached = new ArrayList<Blocks.Block>();
        for (State.Block block : all) {
            DeviceNumber number = number(new Word(block.at(), block.number()));
            if (block.sectorSize() != 512 && block.sectorSize() != 4096) {
                throw block.at()
                        .misread("sectors of " + block.sectorSize() + " bytes: there are those of 512 and 4096");
            }
            int sectorSize = (int) block.sectorSize();
            var info = new DiskInfo(block.name(), block.sectors(), sectorSize, block.name(), null, "", null, false);
            try {
                machine.attach(SimulatedDisk.inMemory(info), number);
            } catch (KernelException e) {
                throw block.at().misread("another block has the number " + number);
            }
            attached.add(new Blocks.Block(number, block.name(), block.sectors(), sectorSize));
        }
        return attached;
    }

    private static DeviceNumber number(Word word) throws MisreadException {
        try {
            return DeviceNumber.parse(word.text());
        } catch (IllegalArgumentException e) {
            throw word.at().misread("not MAJOR:MINOR: " + word.text());
        }
    }

    private void bottomUp(State.Device device) throws IOException {
        if (made.contains(device.name())) {
            return;
        }
        if (!path.add(device.name())) {
            throw device.at().misread(device.name() + " would stand on itself");
        }
        for (State.Device other : devices) {
            if (standsOn(device.table(), other)) {
                bottomUp(other);
            }
        }
        make(device);
        made.add(device.name());
    }

    private static boolean standsOn(Table table, State.Device lower) {
        String node = "/dev/mapper/" + lower.name();
        String number = lower.moment().number().map(Word::text).orElse(node);
        return table.lines().stream()
                .flatMap(l -> List.of(l.target().parameters().split(" ", -1)).stream())
                .anyMatch(w -> w.equals(node) || w.equals(number));
    }

    private void make(State.Device device) throws IOException {
        DmUuid uuid = device.uuid().orElse(DmUuid.NONE);
        DeviceMapper mapper = machine.deviceMapper();
        Optional<Word> number = device.moment().number();
        try {
            if (number.isPresent()) {
                mapper.create(device.name(), uuid, number(number.get()));
            } else {
                mapper.create(device.name(), uuid);
            }
            if (!device.table().isEmpty()) {
                load(device, device.table());
                mapper.resume(device.name());
            }
        } catch (KernelException e) {
            throw device.at().misread(String.valueOf(e.getMessage()));
        }
    }

    private void load(State.Device device, Table table) throws IOException {
        DeviceMapper mapper = machine.deviceMapper();
        try {
            Table checked = TableCheck.check(table, new Lower(blocks, mapper, Map.of()));
            mapper.load(device.name(), checked, device.readOnly().orElse(false));
        } catch (TableException e) {
            throw device.at().misread(String.valueOf(e.getMessage()));
        }
    }

    private void bringToMoment(State.Device device) throws IOException {
        try {
            if (!device.moment().inactive().isEmpty()) {
                load(device, device.moment().inactive());
            }
            if (device.moment().suspended()) {
                machine.deviceMapper().suspend(device.name(), Set.of());
            }
        } catch (KernelException e) {
            throw device.at().misread(String.valueOf(e.getMessage()));
        }
    }

    /** What it is now, as {@code export} has it, with all disks. */
    public Map<String, Object> state() throws KernelException {
        DeviceMapper mapper = machine.deviceMapper();
        Stack stack = Stack.read(mapper);
        var all = new ArrayList<Map<String, Object>>();
        for (DeviceEntry device : stack.devices()) {
            all.add(Export.device(device.name(), stack, mapper));
        }
        return Export.state(all, blocks.all().stream().map(Export::block).toList());
    }

    @Override
    public DeviceMapper deviceMapper(UdevPolicy udev, @Nullable DmTrace trace) {
        return trace == null ? machine.deviceMapper() : machine.deviceMapper(trace);
    }

    @Override
    public Blocks blocks() {
        return blocks;
    }

    @Override
    public String standardInput() throws IOException {
        return here.standardInput();
    }

    @Override
    public void makeNode(DeviceEntry device) {
        // There is no directory for it.
    }

    @Override
    public void stayInMemory() {
        // Nothing that is suspended is this process's.
    }

    @Override
    public Optional<Holds> holds() {
        return Optional.empty();
    }

    @Override
    public void unbroken(Runnable ended, Task task) throws IOException {
        here.unbroken(ended, task);
    }

    @Override
    public Program start(List<String> command, boolean quiet) throws IOException {
        throw new IOException("a command would find the devices of this machine, not the simulated ones; with --dry-run"
                + " it is told what would be done");
    }
}
