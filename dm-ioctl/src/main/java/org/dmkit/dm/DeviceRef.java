package org.dmkit.dm;

import org.dmkit.linux.DeviceNumber;

/** How a table names a lower device. */
public sealed interface DeviceRef {
    /** No device: a missing member or absent metadata device of the {@code raid} target, written {@code -}. */
    DeviceRef NONE = new None();

    /** The text in a table. */
    String text();

    /** By number, the form that the kernel reports and that needs no node. */
    record Number(DeviceNumber number) implements DeviceRef {
        @Override
        public String text() {
            return number.toString();
        }
    }

    /** By path, or any other text that is meant for people, such as the name of a disk in a capture. */
    record Path(String path) implements DeviceRef {
        @Override
        public String text() {
            return path;
        }
    }

    /** Another mapped device; {@link DeviceMapper#load} looks its number up. */
    record Mapped(DmName name) implements DeviceRef {
        @Override
        public String text() {
            return "/dev/mapper/" + name;
        }
    }

    /** See {@link #NONE}. */
    record None() implements DeviceRef {
        @Override
        public String text() {
            return "-";
        }
    }

    static DeviceRef of(DeviceNumber number) {
        return new Number(number);
    }

    static DeviceRef of(DmName name) {
        return new Mapped(name);
    }

    static DeviceRef ofPath(String path) {
        return new Path(path);
    }
}
