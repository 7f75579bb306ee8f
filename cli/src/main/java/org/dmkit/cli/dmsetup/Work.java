package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with.
 *
 * @param report where rows go, if the command line asks for columns
 * @param in answers to prompts
 */
record Work(
        Switches switches,
        Premises premises,
        Driver driver,
        Log log,
        @Nullable Report report,
        Reader in) {
    private static final String NODES = "/dev/mapper/";

    boolean has(Option option) {
        return switches.has(option);
    }

    Mangling mangling() {
        return switches.mangling();
    }

    TableSlot slot() {
        return has(Option.INACTIVE) ? TableSlot.INACTIVE : TableSlot.ACTIVE;
    }

    Work with(Switches others) {
        return new Work(others, premises, driver, log, report, in);
    }

    /** The same without a report. */
    Work withoutReport() {
        return new Work(switches, premises, driver, log, null, in);
    }

    /** The device that the first word names, or else an option. */
    Which device(List<String> words) throws Failure, IOException {
        if (!words.isEmpty()) {
            return named(words.getFirst());
        }
        if (has(Option.UUID)) {
            return new Which.ByUuid(mangling().uuid(switches.text(Option.UUID).orElse("")));
        }
        if (!has(Option.MAJOR)) {
            throw new Failure("No device specified.");
        }
        int major = switches.number(Option.MAJOR);
        int minor = switches.number(Option.MINOR);
        if (minor >= 0 && major <= 0) {
            throw new Failure("Missing major number for persistent device.", "Couldn't create ioctl argument.");
        }
        return new Which.ByNumber(major, minor);
    }

    /** The device of that name, or with a node at that path. */
    Which named(String word) throws Failure, IOException {
        return new Which.Named(word.indexOf('/') < 0 ? mangling().name(word) : Optional.of(byPath(word)));
    }

    private DmName byPath(String path) throws Failure, IOException {
        String base = path.substring(path.lastIndexOf('/') + 1);
        Optional<DeviceNumber> found = premises.node(path);
        if (found.isPresent() && found.equals(premises.node(NODES + base)) && !base.isEmpty()) {
            return DmName.ofSpelled(base);
        }
        if (found.isEmpty()) {
            if (path.length() >= 3 && !path.startsWith("/") && path.indexOf('/') == path.lastIndexOf('/')) {
                found = premises.node("/dev/" + path);
            }
            if (found.isEmpty()) {
                throw new Failure("Device " + path + " not found");
            }
        }
        for (String node : premises.nodes()) {
            if (found.equals(premises.node(NODES + node))) {
                return DmName.ofSpelled(node);
            }
        }
        throw new Failure("Device " + base + " not found");
    }

    String shown(DmName name) {
        return mangling().shown(name);
    }

    /** The kernel's own name of a block device, or with {@code mapped} a mapped device's; empty if it is not known. */
    Optional<String> blockName(DeviceNumber number, boolean mapped) throws Failure, IOException {
        if (mapped) {
            for (var entry : driver.ask("names", m -> m.devices())) {
                if (entry.number().equals(number)) {
                    return Optional.of(entry.name().spelled());
                }
            }
        }
        return premises.blocks().find(number).map(b -> b.name());
    }

    /** With {@code --verbose}, after something was done. */
    void tell(Which which) throws Failure, IOException {
        if (has(Option.VERBOSE)) {
            show(info(which));
        }
    }

    /** What is known of a device. */
    DeviceInfo info(Which which) throws Failure {
        DeviceInfo info = driver.askIfThere("info", which, (m, name) -> m.info(name))
                .orElseThrow(() -> new Failure("Device does not exist."));
        if (!has(Option.INACTIVE)) {
            return info;
        }
        int targets = driver.ask("info", new Which.Named(info.name()), (m, name) -> m.lines(name, slot(), Look.TABLE))
                .size();
        return new DeviceInfo(
                info.name(),
                info.uuid(),
                info.number(),
                info.openCount(),
                info.eventNumber(),
                targets,
                info.suspended(),
                info.readOnly(),
                info.hasActiveTable(),
                info.hasInactiveTable(),
                info.removedOnClose());
    }

    /** As text, or as a row of the report. */
    void show(DeviceInfo info) throws Failure, IOException {
        if (report != null) {
            report.add(this, info);
            return;
        }
        log.print("Name:              " + shown(info.name()));
        log.print("State:             " + (info.suspended() ? "SUSPENDED" : "ACTIVE")
                + (info.readOnly() ? " (READ-ONLY)" : "")
                + (info.removedOnClose() ? " (DEFERRED REMOVE)" : ""));
        var ahead = premises.readAhead(info.number());
        if (ahead.isPresent()) {
            log.print("Read Ahead:        " + ahead.getAsInt());
        }
        log.print("Tables present:    " + tables(info));
        log.print("Open count:        " + info.openCount());
        log.print("Event number:      " + Integer.toUnsignedString(info.eventNumber()));
        log.print("Major, minor:      " + info.number().major() + ", "
                + info.number().minor());
        log.print("Number of targets: " + info.targets());
        String uuid = mangling().shown(info.uuid());
        if (!uuid.isEmpty()) {
            log.print("UUID: " + uuid);
        }
        log.print("");
    }

    private static String tables(DeviceInfo info) {
        if (!info.hasActiveTable() && !info.hasInactiveTable()) {
            return "None";
        }
        return (info.hasActiveTable() ? "LIVE" : "")
                + (info.hasActiveTable() && info.hasInactiveTable() ? " & " : "")
                + (info.hasInactiveTable() ? "INACTIVE" : "");
    }
}
