package org.dmkit.cli.dmsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Any words whatever end in an answer. */
class FuzzTest {
    private static final int LINES = 3000;

    /** They would have one wait, for an event or for the next report. */
    private static final Set<Option> WAITING = Set.of(Option.COUNT, Option.INTERVAL);

    private static final List<String> VALUES = List.of(
            "top",
            "stripe",
            "spare",
            "nosuch",
            "",
            "0",
            "1",
            "-1",
            "99999999999999999999",
            "253",
            "U-1",
            "0 8 zero",
            "0 8 linear 8:0 0\n8 8 error",
            "8 8 zero",
            "0 9223372036854775807 zero",
            "0 18446744073709551615 zero",
            "a,,,,0 8 zero;b,U,3,ro,0 8 error",
            "a\\",
            "name,uuid,nosuch",
            "all",
            "help",
            "?",
            ",",
            "name=top && (open>0 || uuid=~'^U')",
            "name=~[",
            "name=~(",
            "!(",
            "a/b",
            "/",
            "//",
            "/dev/mapper/top",
            "\u00e9\ud83d\ude00",
            "a\\x20b",
            "a\\x",
            "\\x5cx",
            "x".repeat(200),
            "\u0001\n\t",
            "auto",
            "none",
            "ascii,compact,inverted,uuid",
            "utf,blkdevname,nodevice");

    @RepeatedTest(3)
    void anyWordsEndInAnAnswer(RepetitionInfo info) throws Exception {
        var random = new Random(info.getCurrentRepetition());
        for (int i = 0; i < LINES; i++) {
            List<String> words = words(random);
            var host = new Host(RealChangesTest.machine());
            host.input = value(random);
            try {
                assertThat(host.type(words).status()).as("%s", words).isIn(0, 1);
            } catch (IOException e) {
                throw new AssertionError("" + words, e);
            } catch (RuntimeException e) {
                throw new AssertionError("" + words, e);
            }
        }
    }

    private static List<String> words(Random random) {
        var words = new ArrayList<String>();
        Command command = Command.values()[random.nextInt(Command.values().length)];
        words.add(command == Command.WAIT ? "wai" : command.word());
        int more = random.nextInt(7);
        for (int i = 0; i < more; i++) {
            Option option = Option.values()[random.nextInt(Option.values().length)];
            String word = option.word().isEmpty() || random.nextInt(3) == 0
                    ? "-" + (char) Math.max('C', option.letter())
                    : "--" + option.word();
            switch (random.nextInt(3)) {
                case 0 -> words.add(random.nextInt(words.size() + 1), value(random));
                case 1 -> {
                    if (!WAITING.contains(option)) {
                        words.add(word);
                        words.add(value(random));
                    }
                }
                default -> {
                    if (!WAITING.contains(option)) {
                        words.add(
                                random.nextInt(words.size() + 1),
                                word + (random.nextInt(4) == 0 ? "=" + value(random) : ""));
                    }
                }
            }
        }
        return words;
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
