package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.SuspendOption;
import org.dmkit.dm.DmName;

/** The verbs that are one request. */
enum Simple implements Change {
    CLEAR("Empty the inactive slot: take back a load.") {
        @Override
        Deeds.Action action(DmName name, Words words, Work work) {
            return () -> work.mapper().clear(name);
        }
    },
    SUSPEND("Hold I/O back until resume.") {
        @Override
        public void syntax(Syntax syntax) {
            super.syntax(syntax);
            syntax.flag("--noflush", "Hand I/O that is under way to the next table; for devices that are stuck.")
                    .flag("--nolockfs", "Don't freeze the file system on it.");
        }

        @Override
        Deeds.Action action(DmName name, Words words, Work work) {
            Set<SuspendOption> options = EnumSet.noneOf(SuspendOption.class);
            if (words.has("--noflush")) {
                options.add(SuspendOption.NO_FLUSH);
            }
            if (words.has("--nolockfs")) {
                options.add(SuspendOption.SKIP_LOCK_FS);
            }
            return () -> work.mapper().suspend(name, options);
        }
    },
    RESUME("Make the table that was loaded the active one, and let I/O go on.") {
        @Override
        Deeds.Action action(DmName name, Words words, Work work) {
            return () -> work.mapper().resume(name);
        }
    },
    RENAME("Give a device another name.") {
        @Override
        public void syntax(Syntax syntax) {
            super.syntax(syntax);
            syntax.required("NAME", "The new one.");
        }

        @Override
        Deeds.Action action(DmName name, Words words, Work work) throws Misuse {
            DmName newName = Named.name(words.at(1));
            return () -> work.mapper().rename(name, newName);
        }
    },
    SET_UUID("Give a uuid to a device that has none.") {
        @Override
        public void syntax(Syntax syntax) {
            super.syntax(syntax);
            syntax.required("UUID", "The uuid.");
        }

        @Override
        Deeds.Action action(DmName name, Words words, Work work) throws Misuse {
            var uuid = Named.uuid(words.at(1));
            return () -> work.mapper().setUuid(name, uuid);
        }
    };

    private final String summary;

    Simple(String summary) {
        this.summary = summary;
    }

    abstract Deeds.Action action(DmName name, Words words, Work work) throws Misuse;

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        DmName name = Named.device(words.at(0), work.mapper());
        String more = words.at(1).isEmpty() ? "" : " " + words.at(1);
        return new Deeds()
                .then(word() + " " + name + more, action(name, words, work))
                .run(word(), work);
    }
}
