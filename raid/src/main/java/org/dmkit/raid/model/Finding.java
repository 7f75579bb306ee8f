package org.dmkit.raid.model;

import java.util.Optional;
import java.util.OptionalLong;
import org.dmkit.blockio.DiskInfo;

/**
 * Something that a person should know about metadata, or why a change is refused: a value, never an exception. Made step by
 * step, of what there is to say:
 * {@snippet :
 * Finding.error("isw.checksum").on(disk).at(sector).field("check_sum").found("0x17").expected("0x18").remedy("...");
 * }
 *
 * @param format the short name of the format whose metadata it is about, set by the scan; empty if they are not of a format
 * @param code stable, for scripts: {@code isw.checksum}, {@code set.member-missing}, ...
 * @param disk the name of the disk; empty if it is about a set, or all of the machine
 * @param sector where on the disk, in sectors of 512 bytes
 * @param field the field as the format's fact sheet calls it; or the set, and the slot in it
 * @param found what is there; empty if the code says enough
 * @param expected what should be; empty if that is anything else
 * @param remedy what can be done; empty if nothing
 */
public record Finding(
        Optional<String> format,
        String code,
        Severity severity,
        Optional<String> disk,
        OptionalLong sector,
        Optional<String> field,
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

    /** Worth knowing. */
    public static Finding info(String code) {
        return of(Severity.INFO, code);
    }

    /** Works, but not as it should. */
    public static Finding warning(String code) {
        return of(Severity.WARNING, code);
    }

    /** Can't be used, or may not be done. */
    public static Finding error(String code) {
        return of(Severity.ERROR, code);
    }

    /** With nothing but these. */
    public static Finding of(Severity severity, String code) {
        return new Finding(
                Optional.empty(), code, severity, Optional.empty(), OptionalLong.empty(), Optional.empty(), "", "", "");
    }

    /** The same, of more or less weight. */
    public Finding as(Severity other) {
        return new Finding(format, code, other, disk, sector, field, found, expected, remedy);
    }

    /** About the metadata of a format. */
    public Finding from(String name) {
        return new Finding(Optional.of(name), code, severity, disk, sector, field, found, expected, remedy);
    }

    /** About a disk. */
    public Finding on(DiskInfo info) {
        return on(info.name());
    }

    /** About a disk, by its name. */
    public Finding on(String name) {
        return new Finding(format, code, severity, Optional.of(name), sector, field, found, expected, remedy);
    }

    /** About this sector of the disk. */
    public Finding at(long lba) {
        return new Finding(format, code, severity, disk, OptionalLong.of(lba), field, found, expected, remedy);
    }

    /** About this field, or this set; about none if it is empty. */
    public Finding field(String name) {
        Optional<String> named = name.isEmpty() ? Optional.empty() : Optional.of(name);
        return new Finding(format, code, severity, disk, sector, named, found, expected, remedy);
    }

    /** What is there. */
    public Finding found(String text) {
        return new Finding(format, code, severity, disk, sector, field, text, expected, remedy);
    }

    /** What should be. */
    public Finding expected(String text) {
        return new Finding(format, code, severity, disk, sector, field, found, text, remedy);
    }

    /** What can be done. */
    public Finding remedy(String text) {
        return new Finding(format, code, severity, disk, sector, field, found, expected, text);
    }

    /** True if it is about this disk. */
    public boolean isOn(DiskInfo info) {
        return disk.filter(info.name()::equals).isPresent();
    }

    /** One line for people. */
    @Override
    public String toString() {
        var s = new StringBuilder(code);
        disk.ifPresent(d -> s.append(' ').append(d));
        sector.ifPresent(lba -> s.append(" sector ").append(lba));
        field.ifPresent(f -> s.append(' ').append(f));
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
