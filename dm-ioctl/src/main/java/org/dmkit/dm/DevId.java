package org.dmkit.dm;

import org.dmkit.linux.DeviceNumber;

/**
 * Which mapped device is meant: the kernel finds one by {@linkplain DmName name}, by {@linkplain DmUuid uuid} or by
 * {@linkplain Number number}. A uuid stays with its device when it is renamed; a number may be another device's later.
 *
 * <p>How a table names what it stands on is a {@link DeviceRef}.
 */
public sealed interface DevId permits DmName, DmUuid, DevId.Number {
    /** What stands before a uuid in a text. */
    String UUID = "uuid:";

    /** The device with this number. */
    record Number(DeviceNumber number) implements DevId {
        @Override
        public String toString() {
            return number.toString();
        }
    }

    /** The device with this number. */
    static DevId of(DeviceNumber number) {
        return new Number(number);
    }

    /**
     * Reads {@code uuid:UUID}, {@code MAJOR:MINOR}, {@code /dev/mapper/NAME} or {@code NAME}. Names and uuids are as they were
     * meant, not as the kernel spells them.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static DevId parse(String text) {
        if (text.startsWith(UUID)) {
            return DmUuid.ofDevice(text.substring(UUID.length()));
        }
        if (text.matches("[0-9]{1,4}:[0-9]{1,7}")) {
            return new Number(DeviceNumber.parse(text));
        }
        return new DmName(text.startsWith(DmName.DIRECTORY) ? text.substring(DmName.DIRECTORY.length()) : text);
    }
}
