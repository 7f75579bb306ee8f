package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;
import org.dmkit.linux.DeviceNumber;

/** What has to be done so that a machine is as a state says. Devices that it does not name stay as they are. */
final class StateChange {
    private final Batch batch;
    private final Work work;
    private final Map<DmName, State.Device> wanted = new HashMap<>();
    private final Set<DmName> done = new HashSet<>();
    private final Set<DmName> path = new HashSet<>();
    private List<State.Block> blocks = List.of();

    StateChange(Batch batch) {
        this.batch = batch;
        this.work = batch.work();
    }

    /** Adds it to the batch. */
    void to(State state) throws Refusal, IOException {
        blocks = state.blocks();
        state.devices().forEach(d -> wanted.put(d.name(), d));
        for (State.Device device : state.devices()) {
            bottomUp(device);
        }
    }

    /** Tables are checked against those of the devices below. */
    private void bottomUp(State.Device device) throws Refusal, IOException {
        if (done.contains(device.name())) {
            return;
        }
        if (!path.add(device.name())) {
            throw new Refusal("dm.loop", device.name() + " would stand on itself", "").at(device.at());
        }
        var names = new TreeSet<>(batch.stack().mapped(device.table()));
        device.table()
                .devices()
                .forEach(ref -> wanted.keySet().stream()
                        .filter(n -> n.value().equals(ref.text()))
                        .forEach(names::add));
        for (DmName lower : names) {
            State.Device below = wanted.get(lower);
            if (below != null) {
                bottomUp(below);
            }
        }
        path.remove(device.name());
        done.add(device.name());
        batch.readingAt(device.at());
        try {
            add(device);
        } catch (Misuse e) {
            throw device.at().misread(e.reason());
        } catch (Refusal e) {
            throw e.at(device.at());
        }
    }

    private void add(State.Device device) throws Misuse, Refusal, IOException {
        if (!batch.stack().has(device.name())) {
            if (!device.remove()) {
                make(device);
            }
        } else if (device.remove()) {
            batch.remove(device.name());
        } else {
            change(device, work.mapper().info(device.name()));
        }
    }

    private void make(State.Device device) throws Misuse, Refusal, IOException {
        DmUuid uuid = device.uuid().orElse(DmUuid.NONE);
        for (DeviceEntry entry : batch.stack().devices()) {
            if (!uuid.equals(DmUuid.NONE) && work.mapper().uuid(entry).equals(uuid)) {
                throw new Refusal(
                        "dm.uuid",
                        entry.name() + " has the uuid " + uuid,
                        "dmkit dm rename " + entry.name() + " " + device.name());
            }
        }
        if (device.table().isEmpty()) {
            throw new Refusal("dm.no-table", "there is no device " + device.name() + ", and it has no table here", "");
        }
        batch.make(device.name(), uuid, device.readOnly().orElse(false), lower -> checked(device.table(), lower));
    }

    private void change(State.Device device, DeviceInfo info) throws Misuse, Refusal, IOException {
        DmName name = device.name();
        if (device.uuid().isPresent() && !device.uuid().get().equals(info.uuid())) {
            throw new Refusal(
                    "dm.uuid",
                    name + " has " + said(info.uuid()) + ", and not "
                            + said(device.uuid().get()),
                    info.uuid().equals(DmUuid.NONE)
                            ? "dmkit dm set-uuid " + name + " " + device.uuid().get()
                            : "");
        }
        Table active = work.mapper().table(name, TableSlot.ACTIVE);
        boolean readOnly = device.readOnly().orElse(info.readOnly());
        if (numbered(device.table()).equals(active) && readOnly == info.readOnly()) {
            return;
        }
        if (device.table().isEmpty()) {
            throw new Refusal("dm.no-table", name + " has a table, which can't be taken away from it", "");
        }
        batch.swap(name, readOnly, lower -> checked(device.table(), lower));
    }

    private static String said(DmUuid uuid) {
        return uuid.equals(DmUuid.NONE) ? "no uuid" : "the uuid " + uuid;
    }

    private Table checked(Table table, Lower lower) throws Refusal, IOException {
        for (DeviceRef ref : table.devices()) {
            if (ref instanceof DeviceRef.Number n) {
                mustBeTheSame(n.number());
            }
        }
        try {
            return numbered(TableCheck.check(table, lower));
        } catch (TableException e) {
            throw new Refusal("dm.table", String.valueOf(e.getMessage()), "");
        }
    }

    /** A number may mean another disk since the state was printed. */
    private void mustBeTheSame(DeviceNumber number) throws Refusal, IOException {
        for (State.Block block : blocks) {
            Optional<Blocks.Block> now =
                    block.number().equals(number.toString()) ? work.blocks().find(number) : Optional.empty();
            if (now.isPresent()
                    && (!now.get().name().equals(block.name())
                            || now.get().sectors() != block.sectors()
                            || now.get().sectorSize() != block.sectorSize())) {
                throw new Refusal(
                        "dm.other-block",
                        number + " is " + now.get().name() + " with "
                                + now.get().sectors() + " sectors, and was " + block.name() + " with "
                                + block.sectors(),
                        "");
            }
        }
    }

    /** The same table with the numbers of devices that are there, as the kernel prints it. */
    private Table numbered(Table table) throws IOException {
        var lines = new ArrayList<Table.Line>();
        for (Table.Line line : table.lines()) {
            lines.add(new Table.Line(line.start(), line.length(), numbered(line.target())));
        }
        return new Table(lines);
    }

    private DmTarget numbered(DmTarget target) throws IOException {
        if (target instanceof DmTarget.Generic g) {
            return g.withWords(w -> mapped(w).map(DeviceNumber::toString).orElse(w));
        }
        var numbers = new HashMap<DeviceRef, DeviceRef>();
        for (DeviceRef ref : target.devices()) {
            Optional<DeviceNumber> number = mapped(ref.text());
            if (number.isEmpty() && ref instanceof DeviceRef.Path) {
                number = work.blocks().find(ref.text()).map(Blocks.Block::number);
            }
            number.or(() -> named(ref.text())).ifPresent(n -> numbers.put(ref, DeviceRef.of(n)));
        }
        return target.withDevices(ref -> numbers.getOrDefault(ref, ref));
    }

    /** Of a device that is there and is meant by its name. */
    private Optional<DeviceNumber> mapped(String word) {
        String name = Named.withoutDirectory(word);
        return name.equals(word) ? Optional.empty() : named(name);
    }

    private Optional<DeviceNumber> named(String name) {
        return batch.stack().named(name).map(DeviceEntry::number);
    }
}
