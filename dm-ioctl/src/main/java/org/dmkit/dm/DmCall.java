package org.dmkit.dm;

import org.dmkit.linux.DeviceNumber;

/**
 * One request, kept in Java terms so that it can be sent again with a larger buffer.
 *
 * @param name mangled; empty for requests that are about no device
 * @param uuid mangled, with a name for DM_DEV_CREATE only: to find a device the kernel takes one of name, uuid and number
 * @param flags DmLayout's
 * @param event the event number or the udev cookie with its flags, 0 for neither
 * @param number packed, 0 for none
 */
record DmCall(DmRequest request, String name, String uuid, int flags, int event, long number, DmPayload payload) {
    static DmCall of(DmRequest request) {
        return new DmCall(request, "", "", 0, 0, 0, DmPayload.NONE);
    }

    static DmCall of(DmRequest request, DevId device) {
        DmCall call = of(request);
        return switch (device) {
            case DmName name -> new DmCall(request, NameMangling.spelled(name), "", 0, 0, 0, DmPayload.NONE);
            case DmUuid uuid -> call.withUuid(uuid);
            case DevId.Number number -> call.withNumber(number.number());
        };
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

    /**
     * The head of the request in a short text.
     *
     * @param answered the version that the kernel has put into it: of a request that it refuses it answers no more
     *     ({@code check_version} in drivers/md/dm-ioctl.c)
     */
    String head(DeviceMapper.Version answered) {
        return "targets " + payload.targets()
                + ", flags 0x" + Integer.toHexString(flags)
                + ", event " + Integer.toUnsignedString(event)
                + ", device " + DeviceNumber.unpack(number)
                + ", name \"" + name + "\", uuid \"" + uuid + "\"; the kernel has version " + answered;
    }

    /** What an error is said to be about. */
    String object() {
        if (!name.isEmpty()) {
            return NameMangling.unmangle(name);
        }
        if (!uuid.isEmpty()) {
            return NameMangling.unmangle(uuid);
        }
        return number == 0 ? "device-mapper" : DeviceNumber.unpack(number).toString();
    }
}
