package org.dmkit.formats.sil;

import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/** What can be said of a valid copy. */
final class SilFindings {
    private static final String ERASE = "erase its metadata to rebuild it";

    private SilFindings() {}

    static Finding type(Reading.Found<SilMetadata> found) {
        SilMetadata m = metadata(found);
        return error(
                found,
                "type",
                "type",
                m.typeCode() == 2 ? "2 without a mirror" : Integer.toString(m.typeCode()),
                "a type whose layout is known");
    }

    static Finding version(Reading.Found<SilMetadata> found) {
        return error(
                found, "version", "major_ver", Integer.toString(metadata(found).majorVersion()), "1 or 2");
    }

    static Finding vendor(Reading.Found<SilMetadata> found) {
        return error(
                found,
                "vendor",
                "vendor_id",
                String.format("0x%04x", metadata(found).vendor()),
                "0x1095");
    }

    static Finding copies(Reading.Found<SilMetadata> found) {
        return error(
                found,
                "copies",
                "drives_per_mirrored_set",
                Integer.toString(metadata(found).drivesPerMirror()),
                "2");
    }

    static Finding room(Reading.Found<SilMetadata> found, long length) {
        return error(
                found,
                "no-room",
                "array_sectors",
                Long.toUnsignedString(metadata(found).arraySectors()) + ": " + length + " sectors of this disk",
                "1.." + SilSizes.room(found.disk().sectors()));
    }

    static Finding noSum(Reading.Found<SilMetadata> found, long sum) {
        return error(
                found,
                "no-sum",
                "array_sectors",
                Long.toUnsignedString(metadata(found).arraySectors()),
                sum + " or what else tells how much of each disk is used");
    }

    static Finding failed(Reading.Found<SilMetadata> found) {
        int status = metadata(found).statusCode();
        return of(
                found,
                Severity.WARNING,
                "failed",
                "member_status",
                status + (status == 3 ? ", dropped" : status == 4 ? ", removed" : ""),
                "1 or 2",
                ERASE);
    }

    static Finding replaced(Reading.Found<SilMetadata> found, int newest) {
        return of(
                found,
                Severity.WARNING,
                "stale",
                "incarnation_no",
                incarnation(metadata(found).incarnation()),
                incarnation(newest) + ", in which the set has gone on without this disk",
                ERASE);
    }

    static Finding behind(Reading.Found<SilMetadata> found, int newest, boolean redundant) {
        return of(
                found,
                Severity.WARNING,
                "behind",
                "incarnation_no",
                incarnation(metadata(found).incarnation()) + ", behind by "
                        + Integer.toUnsignedString(newest - metadata(found).incarnation()),
                incarnation(newest),
                redundant ? "it is rebuilt from the others" : "");
    }

    static Finding memberOrVolume(Reading.Found<SilMetadata> found, long taken) {
        return of(
                found,
                Severity.WARNING,
                "raid10-size",
                "array_sectors",
                metadata(found).arraySectors() + ", which may be the size of a member or of the volume",
                "taken as that of a member, as dmraid does: " + taken + " sectors in all",
                "what is on the volume begins alike in both");
    }

    private static String incarnation(int number) {
        return Integer.toUnsignedString(number);
    }

    private static SilMetadata metadata(Reading.Found<SilMetadata> found) {
        return found.metadata();
    }

    private static Finding error(
            Reading.Found<SilMetadata> found, String code, String field, String what, String expected) {
        return of(found, Severity.ERROR, code, field, what, expected, "");
    }

    private static Finding of(
            Reading.Found<SilMetadata> found,
            Severity severity,
            String code,
            String field,
            String what,
            String expected,
            String remedy) {
        return found.finding("sil." + code, severity, field, what, expected, remedy);
    }
}
