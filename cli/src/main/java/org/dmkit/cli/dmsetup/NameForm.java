package org.dmkit.cli.dmsetup;

import java.util.List;
import java.util.stream.Stream;

/** How {@code ls} and {@code deps} call devices. */
enum NameForm {
    NUMBER("devno"),
    BLOCK("blkdevname"),
    MAPPED("devname");

    private final String word;

    NameForm(String word) {
        this.word = word;
    }

    /** What {@code -o} says; beginnings of words will do. */
    static NameForm of(Switches switches) throws Failure {
        List<String> words = Stream.of(values()).map(form -> form.word).toList();
        List<String> given = switches.abbreviated(words, "Option not recognised");
        return given.isEmpty() ? NUMBER : values()[words.indexOf(given.getLast())];
    }
}
