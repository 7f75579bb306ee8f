package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;

/** {@code inject DEVICE}: faults in a device in use, and {@code --clear}, which takes them away. */
final class Inject implements Batched {
    private static final String FLAKEY = "--flakey";
    private static final String ERROR = "--error";
    private static final String DELAY = "--delay";
    private static final String CLEAR = "--clear";

    /**
     * For a moment the same table runs in two devices. These targets keep nothing in memory or on their disks that the other could
     * not know.
     */
    private static final List<String> MOVABLE =
            List.of("linear", "striped", "zero", "error", "flakey", "delay", "crypt");

    @Override
    public String word() {
        return "inject";
    }

    @Override
    public String summary() {
        return "Make a device in use fail or slow for a test, and with --clear as it was.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which. Its table goes to a hidden device below it.")
                .optionWith(
                        Fault.Flakey.USUAL,
                        FLAKEY,
                        "UP/DOWN",
                        "In turn I/O works for UP seconds and fails for DOWN; without a value " + Fault.Flakey.USUAL
                                + ".")
                .option(ERROR, "RANGE", "I/O of these sectors fails: FROM..END, 2048..4096, 1MiB..end.")
                .option(DELAY, Span.LABEL, "All I/O takes longer by this.")
                .flag(CLEAR, "The device gets its table back, and the hidden one goes.");
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        Optional<Fault> fault = fault(words);
        words.about(0, () -> {
            DeviceMapper mapper = batch.work().mapper();
            DeviceInfo info = mapper.info(Named.present(words.at(0), mapper));
            Optional<Injection> now = Injection.in(info.name(), info.number(), mapper);
            if (fault.isPresent()) {
                put(fault.get(), info, now, batch);
            } else {
                clear(info, now, batch);
            }
        });
    }

    /** Empty for {@code --clear}. */
    private static Optional<Fault> fault(Words words) throws Misuse {
        var faults = new ArrayList<Fault>();
        if (words.has(FLAKEY)) {
            faults.add(Fault.Flakey.of(words.value(FLAKEY)));
        }
        if (words.has(ERROR)) {
            faults.add(Fault.Error.of(words.value(ERROR)));
        }
        if (words.has(DELAY)) {
            faults.add(new Fault.Delay(Span.of(words.value(DELAY))));
        }
        if (faults.size() + (words.has(CLEAR) ? 1 : 0) != 1) {
            throw new Misuse("inject takes one of --flakey, --error, --delay, --clear (try 'dmkit dm inject --help')");
        }
        return faults.stream().findFirst();
    }

    private static void put(Fault fault, DeviceInfo info, Optional<Injection> now, Batch batch)
            throws Misuse, Refusal, IOException {
        DmName name = info.name();
        if (now.isPresent()) {
            throw new Refusal(
                    "dm.injected",
                    name + " has a fault already: " + now.get().fault(),
                    "dmkit dm inject " + name + " --clear");
        }
        DmName hidden = Injection.hiddenName(info.number());
        if (batch.stack().has(hidden)) {
            throw new Refusal("dm.inject", hidden + " was left by another device", "dmkit dm remove " + hidden);
        }
        Table table = batch.work().mapper().table(name, TableSlot.ACTIVE);
        for (Table.Line line : table.lines()) {
            if (!MOVABLE.contains(line.target().type())) {
                throw new Refusal(
                        "dm.inject",
                        name + " has the target " + line.target().type() + ", which can't run in two devices",
                        "make a device over it and inject there: dmkit dm create NAME linear:" + name);
            }
        }
        if (!table.isEmpty()) {
            batch.makeHidden(hidden, Injection.hiddenUuid(info.number()), info.readOnly(), table);
        }
        batch.swap(name, info.readOnly(), lower -> checked(fault.over(hidden, table.length()), lower));
    }

    /** The kernel may have no such target. */
    private static Table checked(Table table, Lower lower) throws Refusal, IOException {
        try {
            return TableCheck.check(table, lower);
        } catch (TableException e) {
            throw new Refusal("dm.table", String.valueOf(e.getMessage()), "");
        }
    }

    private static void clear(DeviceInfo info, Optional<Injection> now, Batch batch)
            throws Misuse, Refusal, IOException {
        DmName name = info.name();
        if (now.isEmpty()) {
            throw new Refusal("dm.inject", name + " has no fault that was injected", "dmkit dm ls");
        }
        DeviceInfo hidden = now.get().hidden();
        Table table = batch.work().mapper().table(hidden.name(), TableSlot.ACTIVE);
        batch.swap(name, hidden.readOnly(), lower -> table);
        batch.remove(hidden.name());
    }
}
