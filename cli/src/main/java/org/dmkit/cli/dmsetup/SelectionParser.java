package org.dmkit.cli.dmsetup;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads a selection: comparisons of fields, joined by {@code &&} or {@code ,}, {@code ||} or {@code #}, grouped by parentheses,
 * negated by {@code !} in front of one.
 */
final class SelectionParser {
    private static final List<String> AND = List.of("&&", ",");
    private static final List<String> OR = List.of("||", "#");

    /** Longer ones before those that they begin with. */
    private static final List<String> COMPARISONS =
            List.of("=~", "!~", "=", "!=", ">=", ">", "<=", "<", "since", "after", "until", "before");

    private static final String UNITS = "hHrRbBsSkKmMgGtTpPeE";

    private final String text;
    private final Log log;
    private int at;

    SelectionParser(String text, Log log) {
        this.text = text;
        this.log = log;
    }

    Selection parse() throws Failure {
        Selection selection = any();
        skipBlanks();
        if (at < text.length()) {
            throw syntaxError(at, "Expecting logical operator");
        }
        return selection;
    }

    private Selection any() throws Failure {
        var parts = new ArrayList<Selection>();
        do {
            parts.add(all());
        } while (takes(OR));
        return parts.size() == 1 ? parts.getFirst() : new Selection.Any(List.copyOf(parts));
    }

    private Selection all() throws Failure {
        var parts = new ArrayList<Selection>();
        do {
            parts.add(one());
        } while (takes(AND));
        return parts.size() == 1 ? parts.getFirst() : new Selection.All(List.copyOf(parts));
    }

    private Selection one() throws Failure {
        if (takes(List.of("!"))) {
            if (!takes(List.of("("))) {
                throw new Failure("Syntax error: left parenthesis expected at '" + rest(at) + "'");
            }
            return new Selection.Not(group());
        }
        return takes(List.of("(")) ? group() : comparison();
    }

    private Selection group() throws Failure {
        Selection group = any();
        if (!takes(List.of(")"))) {
            skipBlanks();
            throw new Failure("Syntax error: right parenthesis expected at '" + rest(at) + "'");
        }
        return group;
    }

    private Selection comparison() throws Failure {
        skipBlanks();
        int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw syntaxError(start, "Expecting field name");
        }
        Field field = field(start, text.substring(start, at));
        int behind = at;
        Optional<String> operator =
                COMPARISONS.stream().filter(o -> takes(List.of(o))).findFirst();
        if (operator.isEmpty()) {
            SelectionHelp.print(log);
            throw syntaxError(start, "Unrecognised comparison operator: " + rest(behind));
        }
        Predicate<Value> test = test(start, field, operator.get());
        skipBlanks();
        return new Selection.Comparison(field, test);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    }

    private Field field(int start, String name) throws Failure {
        Optional<Field> field = Field.of(name);
        if (field.isPresent()) {
            return field.get();
        }
        Usage.fields(log, false, true);
        throw syntaxError(
                start,
                Field.plain(name).equals("help")
                        ? "Selection field is uncomparable: " + name + "."
                        : "Unrecognised selection field: " + name);
    }

    private Predicate<Value> test(int start, Field field, String operator) throws Failure {
        return switch (operator) {
            case "=~", "!~" -> {
                Pattern pattern = expression(start, field);
                boolean wanted = operator.equals("=~");
                yield value -> pattern.matcher(value.text()).find() == wanted;
            }
            case "=", "!=" -> {
                boolean wanted = operator.equals("=");
                if (field.isNumber()) {
                    long number = number(start, field);
                    yield value -> (value.number() == number) == wanted;
                }
                String word = quotedOr(start, field, "\"'", "string");
                yield value -> value.text().equals(word) == wanted;
            }
            case ">=", ">", "<=", "<" -> {
                if (!field.isNumber()) {
                    SelectionHelp.print(log);
                    throw syntaxError(
                            start,
                            "Operator can be used only with number, size, time or percent fields: " + rest(start));
                }
                long number = number(start, field);
                yield value -> holds(operator, Long.compareUnsigned(value.number(), number));
            }
            default -> {
                SelectionHelp.print(log);
                throw syntaxError(start, "Operator can be used only with time fields: " + rest(start));
            }
        };
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case ">=" -> order >= 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order < 0;
        };
    }

    private Pattern expression(int start, Field field) throws Failure {
        skipBlanks();
        if (at == text.length()) {
            throw syntaxError(start, "Regular expression expected for selection field " + field.id());
        }
        String expression = quotedOr(start, field, "\"'({[", "regex");
        if (field.isNumber()) {
            throw new Failure("dm_report: incompatible comparison type for selection field " + field.id());
        }
        return Expression.compile(expression)
                .orElseThrow(() ->
                        new Failure("dm_report: failed to create regex matcher for selection field " + field.id()));
    }

    private long number(int start, Field field) throws Failure {
        skipBlanks();
        int from = at;
        boolean point = false;
        while (at < text.length() && (isDigit(text.charAt(at)) || (!point && text.charAt(at) == '.'))) {
            point |= text.charAt(at) == '.';
            at++;
        }
        if (at == from) {
            throw syntaxError(start, "Failed to parse numeric value for selection field " + field.id() + ".");
        }
        if (at < text.length() && text.charAt(at) == '%') {
            throw syntaxError(
                    start, "Found percent value but numeric value expected for selection field " + field.id() + ".");
        }
        if (at < text.length() && UNITS.indexOf(text.charAt(at)) >= 0) {
            throw syntaxError(
                    start,
                    "Found size unit specifier but numeric value expected for selection field " + field.id() + ".");
        }
        String digits = text.substring(from, at);
        int end = digits.indexOf('.');
        String whole = end < 0 ? digits : digits.substring(0, end);
        var number = new BigInteger(whole.isEmpty() ? "0" : whole);
        if (number.bitLength() > Long.SIZE) {
            throw new Failure(
                    "Field selection value " + digits + " out of supported range for field " + field.id() + ".");
        }
        return number.longValue();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** In quotes, or up to a blank or an operator that joins. */
    private String quotedOr(int start, Field field, String quotes, String what) throws Failure {
        skipBlanks();
        int quote = at < text.length() ? quotes.indexOf(text.charAt(at)) : -1;
        if (quote >= 0) {
            char end = "\"')}]".charAt(quote);
            int close = text.indexOf(end, at + 1);
            if (close < 0) {
                throw syntaxError(
                        start,
                        "Missing end quote.",
                        "Failed to parse " + what + " value for selection field " + field.id() + ".");
            }
            String quoted = text.substring(at + 1, close);
            at = close + 1;
            return quoted;
        }
        int from = at;
        while (at < text.length() && text.charAt(at) != ' ' && !joins()) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean joins() {
        int blanks = at;
        while (blanks < text.length() && isBlank(text.charAt(blanks))) {
            blanks++;
        }
        int from = blanks;
        return List.of("&&", ",", "||", "#", ")").stream().anyMatch(o -> text.startsWith(o, from));
    }

    /** Moves behind one of these, if it comes next. */
    private boolean takes(List<String> operators) {
        int from = at;
        while (from < text.length() && isBlank(text.charAt(from))) {
            from++;
        }
        for (String operator : operators) {
            if (text.startsWith(operator, from)) {
                at = from + operator.length();
                return true;
            }
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private String rest(int from) {
        return text.substring(from);
    }

    private Failure syntaxError(int from, String... messages) {
        var lines = new ArrayList<>(List.of(messages));
        lines.add("Selection syntax error at '" + rest(from) + "'.");
        lines.add("Use 'help' for selection to get more help.");
        return new Failure(lines);
    }
}
