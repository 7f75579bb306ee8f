package org.dmkit.raid;

import org.jspecify.annotations.Nullable;

/**
 * Something that a person should know about metadata: a value, never an exception.
 *
 * @param code stable, for scripts: {@code isw.checksum}, {@code set.member-missing}, ...
 * @param disk name of the disk, or null if it concerns a set
 * @param sector where on the disk; -1 if that has no meaning
 * @param field the field as the format's fact sheet calls it; empty if none
 * @param found what is there
 * @param expected what should be
 * @param remedy what can be done; empty if nothing
 */
public record Finding(
        String code,
        Severity severity,
        @Nullable String disk,
        long sector,
        String field,
        String found,
        String expected,
        String remedy) {
    /** How much it matters. */
    public enum Severity {
        /** Worth knowing. */
        INFO,
        /** Works, but not as it should. */
        WARNING,
        /** This disk or set can't be used. */
        ERROR
    }

    Finding withRemedy(String newRemedy) {
        return new Finding(code, severity, disk, sector, field, found, expected, newRemedy);
    }

    /** One line for people. */
    @Override
    public String toString() {
        var s = new StringBuilder(code);
        if (disk != null) {
            s.append(' ').append(disk);
        }
        if (sector >= 0) {
            s.append(" sector ").append(sector);
        }
        if (!field.isEmpty()) {
            s.append(' ').append(field);
        }
        if (!found.isEmpty()) {
            s.append(": found ").append(found);
        }
        if (!expected.isEmpty()) {
            s.append(", expected ").append(expected);
        }
        if (!remedy.isEmpty()) {
            s.append(" (").append(remedy).append(')');
        }
        return s.toString();
    }
}
