package org.dmkit.cli.dmraid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.cli.program.Getopt;
import org.dmkit.cli.program.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What getopt_long of the GNU C library does with dmraid's options. */
class GetoptTest {
    /** Options and arguments as given, then the operands. */
    private static List<String> parse(String... words) throws UsageException {
        var getopt = new Getopt<>("dmraid", List.of(Option.values()), List.of(words));
        var seen = new ArrayList<String>();
        for (var given = getopt.next(); given.isPresent(); given = getopt.next()) {
            seen.add(given.get().option().word()
                    + given.get().argument().map(a -> "=" + a).orElse(""));
        }
        seen.addAll(getopt.operands());
        return seen;
    }

    @Test
    void shortOptionsRunTogether() throws UsageException {
        assertThat(parse("-rvvi")).containsExactly("raid_devices", "verbose", "verbose", "ignorelocking");
        assertThat(parse("-ipZay")).containsExactly("ignorelocking", "no_partitions", "rm_partitions", "activate=y");
    }

    @Test
    void anOptionalArgumentCountsOnlyIfGluedOn() throws UsageException {
        assertThat(parse("-cr")).containsExactly("display_columns=r");
        assertThat(parse("-c", "r")).containsExactly("display_columns", "r");
        assertThat(parse("-si", "-ct", "SET")).containsExactly("sets=i", "display_columns=t", "SET");
        assertThat(parse("-ccs")).containsExactly("display_columns=cs");
        assertThat(parse("--sets", "i")).containsExactly("sets", "i");
        assertThat(parse("--sets=i")).containsExactly("sets=i");
    }

    @Test
    void aRequiredArgumentMayBeGluedOnOrFollow() throws UsageException {
        assertThat(parse("-ay")).containsExactly("activate=y");
        assertThat(parse("-a", "y")).containsExactly("activate=y");
        assertThat(parse("-a", "-r")).containsExactly("activate=-r");
        assertThat(parse("--activate", "y")).containsExactly("activate=y");
        assertThat(parse("--activate=y")).containsExactly("activate=y");
    }

    @Test
    void longOptionsMayBeAbbreviated() throws UsageException {
        assertThat(parse("--sep", ":")).containsExactly("separator=:");
        assertThat(parse("--act=y", "--ignorel", "--ignorem"))
                .containsExactly("activate=y", "ignorelocking", "ignoremonitoring");
        assertThat(parse("--reb", "x", "--rem")).containsExactly("rebuild=x", "remove");
    }

    @Test
    void operandsMayStandAnywhere() throws UsageException {
        assertThat(parse("one", "-s", "two", "--", "-three")).containsExactly("sets", "one", "two", "-three");
        assertThat(parse("-")).containsExactly("-");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "-Q,           invalid option -- 'Q'",
                "-rQ,          invalid option -- 'Q'",
                "--foo,        unrecognized option '--foo'",
                "--foo=1,      unrecognized option '--foo=1'",
                "-a,           option requires an argument -- 'a'",
                "--activate,   option '--activate' requires an argument",
                "--verb=3,     option '--verbose' doesn't allow an argument",
                "--se,         option '--se' is ambiguous; possibilities: '--sets' '--separator'",
            })
    void complaintsAreThoseOfTheLibrary(String word, String message) {
        assertThatThrownBy(() -> parse(word)).isInstanceOf(UsageException.class).hasMessage("dmraid: " + message);
    }
}
