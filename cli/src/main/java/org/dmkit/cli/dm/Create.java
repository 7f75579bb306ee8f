package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.stream.Collectors;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;

/** {@code create NAME TABLE}: a device that runs, or that is not there. */
final class Create implements Batched {
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
                .flag("--no-table", "Make the device only.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DmName name = Named.name(words.at(0));
        DmUuid uuid = Named.uuid(words.value("--uuid"));
        var deeds = new Deeds();
        if (words.at(1).isEmpty() != words.has("--no-table")) {
            throw new Misuse("create takes either a table or --no-table (try 'dmkit dm create --help')");
        }
        if (words.has("--no-table")) {
            deeds.then(made(name, uuid), () -> work.mapper().create(name, uuid));
        } else {
            Table table = TableSource.read(words.at(1), work.lower(), work.premises());
            make(deeds, name, uuid, table, words.has("--readonly"), work);
        }
        return deeds.run(word(), work);
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        if (words.at(1).isEmpty() || words.has("--no-table")) {
            throw new Misuse("among several create takes a name and a table");
        }
        DmUuid uuid = Named.uuid(words.value("--uuid"));
        words.about(0, () -> {
            batch.make(Named.name(words.at(0)), uuid, words.has("--readonly"), batch.table(words, 1));
        });
    }

    /** A running device. */
    static void make(Deeds deeds, DmName name, DmUuid uuid, Table table, boolean readOnly, Work work) {
        deeds.then(
                        made(name, uuid),
                        () -> work.mapper().create(name, uuid),
                        () -> work.mapper().remove(name))
                .then(loaded(name, table, readOnly), () -> work.reasons().load(name, table, readOnly))
                .then("resume " + name, () -> work.mapper().resume(name));
    }

    private static String made(DmName name, DmUuid uuid) {
        return "create " + name + (uuid.equals(DmUuid.NONE) ? "" : " with uuid " + uuid);
    }

    static String loaded(DmName name, Table table, boolean readOnly) {
        return "load " + name + (readOnly ? ", read-only: " : ": ")
                + table.lines().stream().map(Object::toString).collect(Collectors.joining("; "));
    }
}
