package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.OptionalLong;
import org.dmkit.dm.DmName;
import org.dmkit.raid.change.Step;

/** {@code geometry DEVICE CYLINDERS HEADS SECTORS START}: what HDIO_GETGEO answers, for programs that still ask. */
final class Geometry implements Batched {
    /** The kernel keeps them in a struct hd_geometry. */
    private static final int MOST_CYLINDERS = 0xffff;

    private static final int MOST = 0xff;

    @Override
    public String word() {
        return "geometry";
    }

    @Override
    public String summary() {
        return "Set what programs are told of a device's cylinders, heads and sectors.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.")
                .required("CYLINDERS", "Up to " + MOST_CYLINDERS + ".")
                .required("HEADS", "Up to " + MOST + ".")
                .required("SECTORS", "Of a track, up to " + MOST + ".")
                .required("START", "Where it begins on its disk, in sectors.");
    }

    @Override
    public void into(Batch batch, Words words) throws Misuse, Refusal, IOException {
        int cylinders = (int) number(words, 1, MOST_CYLINDERS);
        int heads = (int) number(words, 2, MOST);
        int sectors = (int) number(words, 3, MOST);
        long start = number(words, 4, Long.MAX_VALUE);
        long all = (long) cylinders * heads * sectors;
        if (start > all) {
            throw new Refusal("dm.geometry", "the start " + start + " is behind the " + all + " sectors of it", "")
                    .of(words.wordOf(4));
        }
        words.about(0, () -> {
            DmName name = Named.device(words.at(0), batch.work().mapper());
            batch.geometry(new Step.SetGeometry(name, cylinders, heads, sectors, start));
        });
    }

    private static long number(Words words, int parameter, long most) throws Misuse {
        String word = words.at(parameter);
        OptionalLong number = Digits.of(word, 18);
        if (number.isPresent() && number.getAsLong() <= most) {
            return number.getAsLong();
        }
        String limit = most == Long.MAX_VALUE ? "" : " to " + most;
        throw new Misuse("not a whole number from 0" + limit + ": " + word).of(words.wordOf(parameter));
    }
}
