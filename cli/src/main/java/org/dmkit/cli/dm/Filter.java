package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.DeviceNumber;

/**
 * Which devices are meant: {@code FIELD OPERATOR VALUE}, several of these joined by {@code &&}. Fields are those of {@code info} in
 * JSON. A value with blanks or operators in it stands between quotes.
 *
 * @param terms all have to be so
 */
record Filter(List<Term> terms) {
    private static final List<String> OPERATORS = List.of("&&", "!=", "<=", ">=", "=", "<", ">");

    /** @param value of the field's own type: a Long, a Boolean, or a String */
    private record Term(String field, String operator, Object value) {
        boolean holds(Object found) {
            if (found instanceof Integer n && value instanceof Long wanted) {
                int order = Long.compare(n, wanted);
                return switch (operator) {
                    case "=" -> order == 0;
                    case "!=" -> order != 0;
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
            }
            return found.equals(value) == operator.equals("=");
        }
    }

    /** A word, an operator or something between quotes, and where it stands. */
    private record Token(String text, boolean operator, int line, int word) {
        Refusal refused(String code, String why, String remedy) {
            return new Refusal(code, "line " + line + ", word " + word + ": " + why, remedy);
        }
    }

    /**
     * Reads it.
     *
     * @throws Refusal with line and word, if it is not understood, or a field does not exist or can't have the value
     */
    static Filter of(String text) throws Refusal {
        List<Token> tokens = tokens(text);
        var terms = new ArrayList<Term>();
        Map<String, Object> fields = fields();
        for (int i = 0; i < tokens.size(); i += 4) {
            Token field = word(tokens, i, "a field");
            Object sample = fields.get(field.text());
            if (sample == null) {
                throw field.refused(
                        "dm.field",
                        "there is no field " + field.text() + "; there are " + String.join(", ", fields.keySet()),
                        "");
            }
            Token operator = token(tokens, i + 1, "an operator");
            if (!operator.operator() || operator.text().equals("&&")) {
                throw operator.refused("dm.select", "not an operator: " + operator.text(), "= != < <= > >=");
            }
            Token value = word(tokens, i + 2, "a value");
            terms.add(new Term(field.text(), operator.text(), value(field, operator, value, sample)));
            if (i + 3 < tokens.size() && !tokens.get(i + 3).text().equals("&&")) {
                throw tokens.get(i + 3).refused("dm.select", "terms are joined by &&", "");
            }
            if (i + 4 == tokens.size()) {
                throw tokens.get(i + 3).refused("dm.select", "nothing follows", "");
            }
        }
        if (terms.isEmpty()) {
            throw new Refusal("dm.select", "line 1, word 1: nothing is selected by", "FIELD OPERATOR VALUE");
        }
        return new Filter(terms);
    }

    private static Object value(Token field, Token operator, Token value, Object sample) throws Refusal {
        String text = value.text();
        if (sample instanceof Integer) {
            OptionalLong number = Digits.of(text, 18);
            if (number.isEmpty()) {
                throw value.refused("dm.select", field.text() + " is a number, and not " + text, "");
            }
            return number.getAsLong();
        }
        if (!operator.text().equals("=") && !operator.text().equals("!=")) {
            throw operator.refused("dm.select", field.text() + " is no number; there are = and !=", "");
        }
        if (sample instanceof Boolean) {
            if (!text.equals("true") && !text.equals("false")) {
                throw value.refused("dm.select", field.text() + " is true or false, and not " + text, "");
            }
            return Boolean.valueOf(text);
        }
        return text;
    }

    private static Token word(List<Token> tokens, int index, String what) throws Refusal {
        Token token = token(tokens, index, what);
        if (token.operator()) {
            throw token.refused("dm.select", what + " should stand here, and not " + token.text(), "");
        }
        return token;
    }

    private static Token token(List<Token> tokens, int index, String what) throws Refusal {
        if (index < tokens.size()) {
            return tokens.get(index);
        }
        throw tokens.getLast().refused("dm.select", what + " should follow", "");
    }

    /** What is asked of a device that could be any. */
    private static Map<String, Object> fields() {
        var any = new DeviceInfo(
                new DmName("any"), DmUuid.NONE, new DeviceNumber(0, 0), 0, 0, 0, false, false, false, false, false);
        return Info.fields(any, "");
    }

    private static List<Token> tokens(String text) throws Refusal {
        var tokens = new ArrayList<Token>();
        int line = 1;
        int word = 1;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                line += c == '\n' ? 1 : 0;
                word = c == '\n' ? 1 : word;
                at++;
                continue;
            }
            String operator = operator(text, at);
            int end = at + operator.length();
            if (c == '\'' || c == '"') {
                end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new Token("", false, line, word).refused("dm.select", "this quote is not closed", "");
                }
                tokens.add(new Token(text.substring(at + 1, end), false, line, word++));
                at = end + 1;
                continue;
            }
            while (operator.isEmpty() && end < text.length() && isOfWord(text, end)) {
                end++;
            }
            tokens.add(new Token(text.substring(at, end), !operator.isEmpty(), line, word++));
            at = end;
        }
        return tokens;
    }

    private static boolean isOfWord(String text, int at) {
        return !Character.isWhitespace(text.charAt(at)) && operator(text, at).isEmpty();
    }

    /** The one that begins here; empty if none does. */
    private static String operator(String text, int at) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                return operator;
            }
        }
        return "";
    }

    /** @param info what {@code info} tells of a device */
    boolean selects(Map<String, Object> info) {
        return terms.stream().allMatch(t -> t.holds(Objects.requireNonNull(info.get(t.field()))));
    }
}
