package org.dmkit.cli.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;

/** {@code remove NAME}: and with {@code --recursive} all that stand on it. */
final class Remove implements Batched {
    /** As long as dmsetup tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String word() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Take a device away.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.")
                .flag("--deferred", "If it is open, as soon as it is closed.")
                .flag("--retry", "If it is open, try again for five seconds.")
                .flag("--recursive", "First those that stand on it. If one can't go, those that went are made again.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DmName name = Named.device(words.at(0), work.mapper());
        List<DmName> all = words.has("--recursive") ? Stack.read(work.mapper()).above(name) : List.of(name);
        var deeds = new Deeds();
        for (DmName each : all) {
            DeviceInfo info = work.mapper().info(each);
            Table table = work.mapper().table(each, TableSlot.ACTIVE);
            deeds.then("remove " + each, () -> remove(each, words, work), () -> {
                work.mapper().create(each, info.uuid());
                work.mapper().load(each, table, info.readOnly());
                work.mapper().resume(each);
            });
        }
        return deeds.run(word(), work);
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        if (words.has("--deferred") || words.has("--recursive")) {
            throw new Misuse("among several remove takes one device");
        }
        words.about(0, () -> {
            batch.remove(Named.present(words.at(0), batch.work().mapper()));
        });
    }

    private static void remove(DmName name, Words words, Work work) throws IOException {
        if (words.has("--deferred")) {
            work.mapper().removeDeferred(name);
            return;
        }
        work.mapper().remove(name, words.has("--retry") ? PATIENCE : Duration.ZERO);
    }
}
