package org.dmkit.vmtest.guest;

import java.io.IOException;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;

/** Holds DM_TABLE_STATUS of everything that a plan made against what the plan asked for. */
final class TableCheck {
    private final DeviceMapper mapper;

    TableCheck(DeviceMapper mapper) {
        this.mapper = mapper;
    }

    void check(Plan plan) throws IOException, WrongException {
        for (Step step : plan.steps()) {
            switch (step) {
                case Step.Create s -> check(s.name(), s.table());
                case Step.CreateHelper s -> check(s.name(), s.table());
                default -> {}
            }
        }
    }

    private void check(DmName name, Table asked) throws IOException, WrongException {
        Table has = mapper.table(name, DeviceMapper.TableSlot.ACTIVE);
        Table numbered = numbered(asked);
        if (!has.equals(numbered)) {
            throw new WrongException("%s: the kernel has %s, asked was %s".formatted(name, has, numbered));
        }
    }

    /** As the kernel reports tables: devices by number. */
    private Table numbered(Table table) throws IOException {
        var failure = new IOException[1];
        Table numbered = table.withDevices(ref -> {
            if (ref instanceof DeviceRef.Mapped m) {
                try {
                    return DeviceRef.of(mapper.info(m.name()).number());
                } catch (IOException e) {
                    failure[0] = e;
                }
            }
            return ref;
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        return numbered;
    }
}
