package org.dmkit.cli;

/** What a colour says. */
enum Tone {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The parameter of the terminal's "select graphic rendition" sequence (ECMA-48); empty for none. */
    String code() {
        return code;
    }
}
