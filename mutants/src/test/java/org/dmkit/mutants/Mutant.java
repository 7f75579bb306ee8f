package org.dmkit.mutants;

/**
 * A fault to be seeded.
 *
 * @param name what is wrong
 * @param file the source, from the project's root
 * @param text what stands there exactly once, blanks and line ends apart
 * @param replacement what stands there instead
 * @param killer the test that must fail: a class, or {@code class#method}
 */
record Mutant(String name, String file, String text, String replacement, String killer) {
    /** The source with the fault in it; refuses a text that the source does not have, or has twice. */
    String in(String source) {
        var dense = new StringBuilder();
        var places = new int[source.length()];
        for (int i = 0; i < source.length(); i++) {
            if (!Character.isWhitespace(source.charAt(i))) {
                places[dense.length()] = i;
                dense.append(source.charAt(i));
            }
        }
        String wanted = text.replaceAll("\\s", "");
        int at = dense.indexOf(wanted);
        if (at < 0) {
            throw new IllegalStateException(name + ": " + file + " has no longer: " + text);
        }
        if (dense.indexOf(wanted, at + 1) >= 0) {
            throw new IllegalStateException(name + ": " + file + " has more than once: " + text);
        }
        int end = places[at + wanted.length() - 1] + 1;
        return source.substring(0, places[at]) + replacement + source.substring(end);
    }

    /** Its source's name and what is wrong with it. */
    @Override
    public String toString() {
        return file.substring(file.lastIndexOf('/') + 1).replace(".java", "") + ": " + name + " <- "
                + killer.substring(killer.lastIndexOf('.') + 1);
    }
}
