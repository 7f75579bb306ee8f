package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;

/** {@code create NAME TABLE}: a device that runs, or that is not there. */
final class Create implements Batched {
    /** Of minor numbers (MINORBITS in linux/kdev_t.h). */
    private static final int MOST = (1 << 20) - 1;

    @Override
    public String word() {
        return "create";
    }

    @Override
    public String summary() {
        return "Make a device, load its table and start it.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("NAME", "Of the new device.")
                .optional(TableSource.LABEL, TableSource.HELP)
                .option("--uuid", "UUID", "Its uuid; by convention SUBSYSTEM-...")
                .flag("--readonly", "Nobody may write to it.")
                .option("--minor", "N", "Its minor number; the major is the kernel's own.")
                .flag("--no-table", "Make the device only.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DmName name = Named.name(words.at(0));
        DmUuid uuid = Named.uuid(words.value("--uuid"));
        OptionalInt minor = minor(words);
        var deeds = new Deeds();
        if (words.at(1).isEmpty() != words.has("--no-table")) {
            throw new Misuse("create takes either a table or --no-table (try 'dmkit dm create --help')");
        }
        if (words.has("--no-table")) {
            deeds.then(made(name, uuid, minor), () -> make(name, uuid, minor, work));
        } else {
            Table table = TableSource.read(words.at(1), work.lower(), work.premises());
            boolean readOnly = words.has("--readonly");
            deeds.then(
                            made(name, uuid, minor),
                            () -> make(name, uuid, minor, work),
                            () -> work.mapper().remove(name))
                    .then(loaded(name, table, readOnly), () -> work.reasons().load(name, table, readOnly))
                    .then("resume " + name, () -> work.mapper().resume(name));
        }
        return deeds.run(word(), work);
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        if (words.at(1).isEmpty() || words.has("--no-table") || words.has("--minor")) {
            throw new Misuse("among several create takes a name and a table, and no --minor");
        }
        DmUuid uuid = Named.uuid(words.value("--uuid"));
        words.about(0, () -> {
            batch.make(Named.name(words.at(0)), uuid, words.has("--readonly"), batch.table(words, 1));
        });
    }

    private static OptionalInt minor(Words words) throws Misuse {
        String word = words.value("--minor");
        if (word.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = (int) Digits.of(word, 7).orElse(-1);
        if (number < 0 || number > MOST) {
            throw new Misuse("not a minor number: " + word + " (0 to " + MOST + ")");
        }
        return OptionalInt.of(number);
    }

    private static void make(DmName name, DmUuid uuid, OptionalInt minor, Work work) throws IOException {
        if (minor.isEmpty()) {
            work.mapper().create(name, uuid);
        } else {
            // The kernel does not look at the major.
            work.mapper().create(name, uuid, new DeviceNumber(0, minor.getAsInt()));
        }
    }

    private static String made(DmName name, DmUuid uuid, OptionalInt minor) {
        return "create " + name
                + (uuid.equals(DmUuid.NONE) ? "" : " with uuid " + uuid)
                + (minor.isEmpty() ? "" : " with minor " + minor.getAsInt());
    }

    static String loaded(DmName name, Table table, boolean readOnly) {
        return "load " + name + (readOnly ? ", read-only: " : ": ")
                + Keys.hidden(table).lines().stream().map(Object::toString).collect(Collectors.joining("; "));
    }
}
