package org.dmkit.cli.dmsetup;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions of libdm: {@code . * + ? | ( ) ^ $}, classes in brackets, and a backslash in front of what shall be itself, or
 * of {@code n}, {@code r}, {@code t}. Braces are nothing special.
 */
final class Expression {
    private Expression() {}

    /** Empty if it is none. */
    static Optional<Pattern> compile(String text) {
        var java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char next = text.charAt(i);
                java.append("nrt".indexOf(next) >= 0 || !Character.isLetterOrDigit(next) ? "\\" : "")
                        .append(next);
            } else if (inClass) {
                boolean special = c == '[' || c == '&' || c == '\\';
                java.append(special ? "\\" : "").append(c);
                inClass = c != ']';
            } else {
                java.append(c == '{' || c == '}' || c == '\\' ? "\\" : "").append(c);
                inClass = c == '[';
            }
        }
        try {
            return Optional.of(Pattern.compile(java.toString()));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
