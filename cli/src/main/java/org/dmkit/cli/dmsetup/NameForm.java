package org.dmkit.cli.dmsetup;

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
        NameForm form = NUMBER;
        String options = switches.text(Option.OPTIONS).orElse("");
        for (int at = 0; at < options.length(); ) {
            int comma = options.indexOf(',', at);
            int end = comma < 0 ? options.length() : comma;
            form = named(options.substring(at, end), options.substring(at));
            at = end + 1;
        }
        return form;
    }

    private static NameForm named(String begin, String rest) throws Failure {
        for (NameForm form : values()) {
            if (form.word.startsWith(begin)) {
                return form;
            }
        }
        throw new Failure("Option not recognised: " + rest + ".");
    }
}
