package org.dmkit.formats.dos;

import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;

/** What is wrong with a table. */
final class Findings {
    private Findings() {}

    /**
     * Something is left out, the rest stands.
     *
     * @param sector of the set, where the entry is written
     */
    static Finding skipped(String code, long sector, String field, String found, String expected) {
        return new Finding(
                "dos." + code, Severity.WARNING, null, sector, field, found, expected, "it is left out; see fdisk");
    }
}
