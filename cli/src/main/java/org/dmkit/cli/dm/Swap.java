package org.dmkit.cli.dm;

import java.io.IOException;
import org.dmkit.dm.DmName;

/** {@code swap NAME TABLE}: another table for a device in use. */
final class Swap implements Batched {
    @Override
    public String word() {
        return "swap";
    }

    @Override
    public String summary() {
        return "Give a device in use another table: load, suspend, resume; taken back if that fails.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.")
                .required(TableSource.LABEL, TableSource.HELP)
                .flag("--readonly", "Nobody may write to it from then on.");
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        words.about(0, () -> {
            DmName name = Named.present(words.at(0), batch.work().mapper());
            boolean readOnly =
                    words.has("--readonly") || batch.work().mapper().info(name).readOnly();
            batch.swap(name, readOnly, batch.table(words, 1));
        });
    }
}
