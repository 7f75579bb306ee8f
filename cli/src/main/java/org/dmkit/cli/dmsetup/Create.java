package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.dm.DmUuid;

/** {@code create}: one device, or all of a concise text. */
final class Create implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (work.has(Option.CONCISE)) {
            concise(work, words);
            return;
        }
        if (words.isEmpty()) {
            throw new Failure("Please provide a name for the new device.");
        }
        String name = words.getFirst();
        if (name.indexOf('/') < 0) {
            // Told before the table is read.
            work.mangling().name(name);
        }
        Optional<String> uuid = work.switches().text(Option.UUID);
        DmUuid its = uuid.isPresent() ? work.mangling().uuid(uuid.get()) : DmUuid.NONE;
        boolean table = !work.has(Option.NO_TABLE) && name.indexOf('/') < 0;
        Optional<String> file = words.size() == 2 ? Optional.of(words.get(1)) : Optional.empty();
        TableLines lines = table ? TableInput.read(work, file) : null;
        new NewDevice(
                        name,
                        its,
                        work.switches().optionalNumber(Option.MAJOR),
                        work.switches().optionalNumber(Option.MINOR),
                        work.has(Option.READ_ONLY),
                        lines)
                .make(work);
    }

    private static void concise(Work work, List<String> words) throws Failure, IOException {
        if (words.size() > 1) {
            throw new Failure("dmsetup create --concise takes at most one argument");
        }
        for (Option option : List.of(Option.TABLE, Option.MINOR, Option.UUID, Option.NO_TABLE, Option.INACTIVE)) {
            if (work.has(option)) {
                throw new Failure("--concise is incompatible with --[no]table, --minor, --uuid and --inactive.");
            }
        }
        String text = words.isEmpty() ? work.premises().standardInput() : words.getFirst();
        var devices = new ConciseText(text);
        boolean readOnly = work.has(Option.READ_ONLY);
        for (var device = devices.next(); device.isPresent(); device = devices.next()) {
            make(work, device.get(), readOnly);
            // The option is the first device's.
            readOnly = false;
        }
    }

    private static void make(Work work, ConciseText.Entry entry, boolean readOnly) throws Failure, IOException {
        if (!List.of("", "ro", "rw").contains(entry.flags())) {
            throw new Failure("Invalid flags parameter '" + entry.flags() + "' must be 'ro' or 'rw' or empty.");
        }
        OptionalInt minor =
                entry.minor().isEmpty() ? OptionalInt.empty() : OptionalInt.of(Numbers.leading(entry.minor()));
        new NewDevice(
                        entry.name(),
                        work.mangling().uuid(entry.uuid()),
                        OptionalInt.empty(),
                        minor,
                        readOnly || entry.flags().equals("ro"),
                        TableLines.parse(entry.table(), ""))
                .make(work);
    }
}
