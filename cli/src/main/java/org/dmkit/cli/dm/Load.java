package org.dmkit.cli.dm;

import java.io.IOException;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;

/** {@code load NAME TABLE}: into the inactive slot. */
final class Load implements Change {
    @Override
    public String word() {
        return "load";
    }

    @Override
    public String summary() {
        return "Load a table, which the next resume makes the active one.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Whose.")
                .required(TableSource.LABEL, TableSource.HELP)
                .flag("--readonly", "Nobody may write to the device from then on.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DmName name = Named.device(words.at(0), work.mapper());
        Table table = TableSource.read(words.at(1), work.lower(), work.premises());
        boolean readOnly = words.has("--readonly");
        return new Deeds()
                .then(Create.loaded(name, table, readOnly), () -> work.reasons().load(name, table, readOnly))
                .run(word(), work);
    }
}
