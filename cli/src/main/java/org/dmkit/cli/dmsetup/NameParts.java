package org.dmkit.cli.dmsetup;

import java.util.ArrayList;
import java.util.List;

/**
 * What a device's name consists of, if it is LVM's: {@code GROUP-VOLUME[-LAYER]}, hyphens in them doubled.
 *
 * @param subsystem whose the device is
 */
record NameParts(String subsystem, String group, String volume, String layer) {
    static final String LVM = "LVM";

    static NameParts of(String subsystem, String name) {
        if (!subsystem.equals(LVM)) {
            return new NameParts(subsystem, "", "", "");
        }
        List<String> parts = split(name);
        return new NameParts(subsystem, parts.get(0), parts.get(1), parts.get(2));
    }

    /** By the beginning of its uuid. */
    static NameParts ofDevice(String uuid, String name) {
        int hyphen = uuid.indexOf('-');
        return of(hyphen < 0 ? "" : uuid.substring(0, hyphen), name);
    }

    private static List<String> split(String name) {
        var parts = new ArrayList<String>();
        int at = 0;
        for (int i = 0; i < 3; i++) {
            var part = new StringBuilder();
            boolean ended = false;
            while (at < name.length() && !ended) {
                char c = name.charAt(at);
                boolean hyphen = c == '-' && at + 1 < name.length();
                if (hyphen && name.charAt(at + 1) != '-') {
                    ended = true;
                } else {
                    part.append(c);
                    at += hyphen ? 1 : 0;
                }
                at++;
            }
            parts.add(part.toString());
        }
        return parts;
    }
}
