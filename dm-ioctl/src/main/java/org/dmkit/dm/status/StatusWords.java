package org.dmkit.dm.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The words of a status, read one after the other. A word that is not there or not as expected ends the reading. */
final class StatusWords {
    private final String[] words;
    private int next;

    private StatusWords(String[] words) {
        this.words = words;
    }

    /** Makes a status of words, or throws one of the two exceptions that stand for "not understood". */
    interface Reader<T> {
        T read(StatusWords words);
    }

    static <T> Optional<T> read(String text, Reader<T> reader) {
        String words = text.strip();
        try {
            return Optional.of(reader.read(new StatusWords(words.isEmpty() ? new String[0] : words.split("\\s+"))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException notUnderstood) {
            return Optional.empty();
        }
    }

    boolean more() {
        return next < words.length;
    }

    String word() {
        return words[next++];
    }

    long number() {
        return notNegative(word());
    }

    int integer() {
        long number = number();
        if (number > Integer.MAX_VALUE) {
            throw new NumberFormatException("too large");
        }
        return (int) number;
    }

    /** A number that may be negative. */
    long signed() {
        return Long.parseLong(word());
    }

    /** A number, or a dash for none. */
    OptionalLong numberOrDash() {
        String word = words[next];
        if (word.equals("-")) {
            next++;
            return OptionalLong.empty();
        }
        return OptionalLong.of(number());
    }

    /** One of two words: true for the first. */
    boolean either(String yes, String no) {
        String word = word();
        if (!word.equals(yes) && !word.equals(no)) {
            throw new IllegalArgumentException(word);
        }
        return word.equals(yes);
    }

    /** Two numbers with a slash in between. */
    Share share() {
        String word = word();
        int slash = word.indexOf('/');
        return new Share(notNegative(word.substring(0, slash)), notNegative(word.substring(slash + 1)));
    }

    /** See {@link #share}. */
    record Share(long of, long total) {}

    private static long notNegative(String word) {
        long number = Long.parseLong(word);
        if (number < 0) {
            throw new NumberFormatException("negative");
        }
        return number;
    }

    /** That many words. */
    List<String> words(int count) {
        var list = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            list.add(word());
        }
        return List.copyOf(list);
    }

    /** A count, and that many words. */
    List<String> counted() {
        return words(integer());
    }

    /** A count, and that many words, each second one the value of the one before. */
    Map<String, String> countedPairs() {
        List<String> list = counted();
        var pairs = new LinkedHashMap<String, String>();
        for (int i = 0; i < list.size(); i += 2) {
            pairs.put(list.get(i), list.get(i + 1));
        }
        return pairs;
    }
}
