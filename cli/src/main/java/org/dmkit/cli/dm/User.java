package org.dmkit.cli.dm;

import java.util.Locale;
import java.util.Map;

/**
 * Who uses a block device.
 *
 * @param name of the device that stands on it, the directory where it is mounted, the program; empty for swap
 * @param process its id; 0 where it is no process
 */
public record User(Kind kind, String name, long process) {
    /** How it is used. */
    public enum Kind {
        /** Another block device stands on it. */
        HOLDER("held by "),
        MOUNT("mounted at "),
        SWAP("swap"),
        /** A process has it open. */
        OPEN("open in "),
        /** A process has a file open, or its directory, on the file system that is on it. */
        FILE("a file on it is open in ");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** One that is no process. */
    static User of(Kind kind, String name) {
        return new User(kind, name, 0);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = Answer.fields("use", kind.name().toLowerCase(Locale.ROOT), "name", name);
        if (process != 0) {
            fields.put("process", process);
        }
        return fields;
    }

    @Override
    public String toString() {
        return kind.words + name + (process == 0 ? "" : " (process " + process + ")");
    }
}
