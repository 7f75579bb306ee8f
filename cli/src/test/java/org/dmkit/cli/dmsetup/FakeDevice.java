package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.StatusOption;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.linux.DeviceNumber;

/** A mapped device with all that it answers, for both sides of a comparison. Index 0 of a pair is the active slot's. */
record FakeDevice(
        DeviceInfo info,
        List<List<TargetStatus>> tables,
        List<List<TargetStatus>> statuses,
        List<List<DeviceNumber>> lower) {
    private static final Set<StatusOption> TABLE = Set.of(StatusOption.TABLE);

    /** All devices of a device-mapper, as they are now. */
    static List<FakeDevice> all(DeviceMapper mapper) throws IOException {
        var all = new ArrayList<FakeDevice>();
        for (DeviceEntry entry : mapper.devices()) {
            var tables = new ArrayList<List<TargetStatus>>();
            var statuses = new ArrayList<List<TargetStatus>>();
            var lower = new ArrayList<List<DeviceNumber>>();
            for (TableSlot slot : TableSlot.values()) {
                tables.add(mapper.lines(entry.name(), slot, TABLE));
                statuses.add(mapper.lines(entry.name(), slot, Set.of()));
                lower.add(mapper.dependencies(entry.name(), slot));
            }
            all.add(new FakeDevice(mapper.info(entry.name()), tables, statuses, lower));
        }
        return all;
    }

    /** The lines of fake-device-mapper.c. */
    List<String> state() {
        var lines = new ArrayList<String>();
        int flags = (info.readOnly() ? 1 : 0) | (info.suspended() ? 2 : 0) | (info.removedOnClose() ? (1 << 17) : 0);
        lines.add(String.join(
                "\t",
                "device",
                info.name().spelled(),
                info.uuid().spelled(),
                "" + info.number().major(),
                "" + info.number().minor(),
                "" + info.openCount(),
                "" + info.eventNumber(),
                "" + flags));
        List<String> slots = List.of("", "-inactive");
        for (int slot = 0; slot < 2; slot++) {
            String suffix = slots.get(slot);
            String table = slot == 0 ? "active" : "inactive";
            tables.get(slot).forEach(t -> lines.add(line(table, t)));
            statuses.get(slot).forEach(t -> lines.add(line("status" + suffix, t)));
            lower.get(slot).forEach(n -> lines.add("dep" + suffix + "\t" + n.major() + "\t" + n.minor()));
        }
        return lines;
    }

    private static String line(String word, TargetStatus target) {
        return String.join("\t", word, "" + target.start(), "" + target.length(), target.type(), target.text());
    }
}
