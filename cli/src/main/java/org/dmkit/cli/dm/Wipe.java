package org.dmkit.cli.dm;

import java.io.IOException;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;

/** {@code wipe NAME}: whoever has the device open gets errors from now on, and what it stood on is free. */
final class Wipe implements Batched {
    @Override
    public String word() {
        return "wipe";
    }

    @Override
    public String summary() {
        return "Put the error target in the place of a device's table: all I/O fails, what it stood on is free.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.");
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        words.about(0, () -> {
            DmName name = Named.present(words.at(0), batch.work().mapper());
            long sectors = batch.work().mapper().table(name, TableSlot.ACTIVE).length();
            batch.swap(name, false, lower -> Table.of(sectors, new DmTarget.Error()));
        });
    }
}
