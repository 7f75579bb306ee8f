package org.dmkit.cli.dm;

import java.util.Comparator;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.linux.KernelException;

/** {@code ls}: the devices. */
final class Ls implements Verb {
    @Override
    public String word() {
        return "ls";
    }

    @Override
    public String summary() {
        return "List the mapped devices.";
    }

    @Override
    public void syntax(Syntax syntax) {}

    @Override
    public Answer run(Words words, Work work) throws KernelException {
        List<DeviceEntry> devices = work.mapper().devices().stream()
                .sorted(Comparator.comparing(DeviceEntry::name))
                .toList();
        return Answer.of(
                devices.stream().map(d -> d.name() + "\t" + d.number()).toList(),
                "devices",
                devices.stream()
                        .map(d -> Answer.fields(
                                "name", d.name().value(),
                                "number", d.number().toString(),
                                "uuid", d.uuid().value(),
                                "event", d.eventNumber()))
                        .toList());
    }
}
