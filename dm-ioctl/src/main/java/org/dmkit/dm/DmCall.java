package org.dmkit.dm;

import org.dmkit.linux.DeviceNumber;

/**
 * One request, kept in Java terms so that it can be sent again with a larger buffer.
 *
 * @param name mangled; empty for requests that are about no device
 * @param uuid mangled, only for DM_DEV_CREATE: the kernel takes either a name or a uuid to find a device
 * @param flags DmLayout's
 * @param event the event number or the udev cookie with its flags, 0 for neither
 * @param number packed, 0 for none
 */
record DmCall(DmRequest request, String name, String uuid, int flags, int event, long number, DmPayload payload) {
    static DmCall of(DmRequest request) {
        return new DmCall(request, "", "", 0, 0, 0, DmPayload.NONE);
    }

    static DmCall of(DmRequest request, DmName name) {
        return new DmCall(request, NameMangling.spelled(name), "", 0, 0, 0, DmPayload.NONE);
    }

    DmCall withUuid(DmUuid newUuid) {
        return new DmCall(request, name, NameMangling.mangle(newUuid.value()), flags, event, number, payload);
    }

    DmCall withFlags(int newFlags) {
        return new DmCall(request, name, uuid, newFlags, event, number, payload);
    }

    DmCall withEvent(int newEvent) {
        return new DmCall(request, name, uuid, flags, newEvent, number, payload);
    }

    DmCall withNumber(DeviceNumber newNumber) {
        return new DmCall(request, name, uuid, flags, event, newNumber.pack(), payload);
    }

    DmCall withPayload(DmPayload newPayload) {
        return new DmCall(request, name, uuid, flags, event, number, newPayload);
    }

    /** What an error is said to be about. */
    String object() {
        return name.isEmpty() ? "device-mapper" : NameMangling.unmangle(name);
    }
}
