package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.OptionalInt;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/**
 * A device that is to be made.
 *
 * @param name as it was typed
 * @param major and {@code minor}: of the number that it shall have; the kernel takes the minor only
 * @param table none: it is made only
 */
record NewDevice(
        String name,
        DmUuid uuid,
        OptionalInt major,
        OptionalInt minor,
        boolean readOnly,
        @Nullable TableLines table) {
    private static final int LARGEST_MINOR = 0xfffff;

    /** Makes it; if it has a table loads it and starts it, and takes it away again if that fails. */
    void make(Work work) throws Failure, IOException {
        if (name.indexOf('/') >= 0) {
            throw new Failure("Name \"" + name + "\" invalid. It contains \"/\".");
        }
        if (minor.isPresent() && minor.getAsInt() >= 0 && major.isPresent() && major.getAsInt() <= 0) {
            throw new Failure("Missing major number for persistent device.", "Couldn't create ioctl argument.");
        }
        DmName its = work.mangling()
                .name(name)
                .orElseThrow(() -> new Failure("device-mapper: create ioctl on   failed: Invalid argument"));
        DeviceInfo made = create(work, its);
        if (table != null && !table.isEmpty()) {
            start(work, its, made, table);
        } else if (work.has(Option.ADD_NODE_ON_CREATE)) {
            work.premises().makeNode(its, made.number());
        }
        Premises.Ownership ownership = ownership(work.switches());
        if (ownership.isAny() && !work.premises().udevRuns()) {
            work.premises().changeNode(its, ownership);
        }
        work.tell(new Which.Named(its));
    }

    private DeviceInfo create(Work work, DmName its) throws Failure {
        String number = major.isPresent() ? "(" + major.getAsInt() + ":" + minor.orElse(0) + ")" : "";
        return work.driver()
                .ask(
                        "create",
                        new Which.New(its, uuid.spelled() + number),
                        (mapper, n) -> wantsNumber()
                                ? mapper.create(n, uuid, new DeviceNumber(0, minor.orElse(0)))
                                : mapper.create(n, uuid));
    }

    private boolean wantsNumber() {
        return minor.isPresent() && minor.getAsInt() >= 0 && minor.getAsInt() <= LARGEST_MINOR;
    }

    private void start(Work work, DmName its, DeviceInfo made, TableLines lines) throws Failure, IOException {
        Which which = new Which.Named(its);
        try {
            var numbered = new Which.New(its, "(" + made.number() + ")");
            work.driver().order("reload", numbered, (m, n) -> lines.load(m, n, readOnly));
            work.driver().order("resume", which, (m, n) -> m.resume(n));
        } catch (Failure e) {
            work.log().error(e);
            remove(work, which);
            throw new Failure();
        }
        ReadAhead.set(work, made.number());
    }

    private static void remove(Work work, Which which) throws Failure {
        try {
            work.driver().order("remove", which, (m, n) -> m.remove(n));
        } catch (Failure e) {
            work.log().error(e);
            throw new Failure("Failed to revert device creation.");
        }
    }

    private static Premises.Ownership ownership(Switches switches) {
        return new Premises.Ownership(
                switches.optionalNumber(Option.UID),
                switches.optionalNumber(Option.GID),
                Numbers.octal(switches.text(Option.MODE).orElse("")));
    }
}
