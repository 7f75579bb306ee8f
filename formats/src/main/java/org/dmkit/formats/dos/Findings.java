package org.dmkit.formats.dos;

import org.dmkit.raid.model.Finding;

/** What is wrong with a table. */
final class Findings {
    private Findings() {}

    /**
     * Something is left out, the rest stands.
     *
     * @param sector of the set, where the entry is written
     */
    static Finding skipped(String code, long sector, String field, String found, String expected) {
        return Finding.warning("dos." + code)
                .at(sector)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("it is left out; see fdisk");
    }
}
