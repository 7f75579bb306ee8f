package org.dmkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.dmkit.bench.Difference.Verdict;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void middleHalvesThatHaveNothingInCommonAreADifference() {
        List<Double> before = List.of(10.0, 11.0, 12.0, 11.0, 10.0);

        assertThat(Difference.verdict(before, List.of(14.0, 15.0, 13.0, 14.0, 15.0)))
                .isEqualTo(Verdict.SLOWER);
        assertThat(Difference.verdict(before, List.of(8.0, 7.0, 9.0, 8.0, 7.0))).isEqualTo(Verdict.FASTER);
    }

    @Test
    void oneSlowRoundIsNoise() {
        assertThat(Difference.verdict(List.of(10.0, 10.0, 10.0, 10.0, 10.0), List.of(10.0, 10.0, 99.0, 10.0, 10.0)))
                .isEqualTo(Verdict.SAME);
    }

    @Test
    void mediansThatDifferWithinTheSpreadAreNoise() {
        assertThat(Difference.verdict(List.of(10.0, 14.0, 18.0), List.of(12.0, 17.0, 20.0)))
                .isEqualTo(Verdict.SAME);
    }

    @Test
    void twoRoundsSayNothingUnlessTheyAreTheSame() {
        assertThat(Difference.verdict(List.of(1.0, 1.0), List.of(9.0, 9.0))).isEqualTo(Verdict.UNKNOWN);
        assertThat(Difference.verdict(List.of(15.0), List.of(15.0))).isEqualTo(Verdict.SAME);
    }

    @Test
    void rowsAreComparedByNameAndWhatCameOrWentIsTold() {
        List<Difference> differences = Difference.between(
                List.of(row("a", 1, 1, 1), row("gone", 1, 1, 1)), List.of(row("new", 1, 1, 1), row("a", 2, 2, 2)));

        assertThat(differences)
                .extracting(Difference::row, Difference::verdict)
                .containsExactly(
                        tuple("new / C", Verdict.NEW), tuple("a / C", Verdict.SLOWER), tuple("gone / C", Verdict.GONE));
        assertThat(Difference.anySlower(differences)).isTrue();
    }

    @Test
    void whatIsFasterNewOrGoneIsNoFailure() {
        List<Difference> differences = Difference.between(
                List.of(row("a", 2, 2, 2), row("gone", 1, 1, 1)), List.of(row("new", 1, 1, 1), row("a", 1, 1, 1)));

        assertThat(Difference.anySlower(differences)).isFalse();
    }

    private static Row row(String what, double... rounds) {
        List<Double> values = Arrays.stream(rounds).boxed().toList();
        return new Row(Row.Topic.SCAN, what, "C", "ms", 1, 1, values, Double.NaN);
    }
}
