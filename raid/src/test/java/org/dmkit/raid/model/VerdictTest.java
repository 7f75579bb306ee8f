package org.dmkit.raid.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose word counts; {@code a>b} reads: a calls b lost. */
class VerdictTest {
    private static Map<String, Verdict<String>> of(String... accusations) {
        Set<String> said = Set.of(accusations);
        return Verdict.of(List.of("a", "b", "c"), (x, y) -> said.contains(x + ">" + y));
    }

    @Test
    void who_is_accused_by_nobody_stands() {
        assertThat(of().values()).allMatch(Verdict.Stands.class::isInstance);
    }

    @Test
    void one_word_is_enough_to_be_out() {
        assertThat(of("a>b")).containsEntry("b", new Verdict.Out<>("a")).containsEntry("a", new Verdict.Stands<>());
    }

    @Test
    void who_accuses_itself_is_out() {
        assertThat(of("b>b")).containsEntry("b", new Verdict.Out<>("b"));
    }

    @Test
    void two_that_accuse_each_other_are_split_if_no_third_one_tells() {
        assertThat(of("a>b", "b>a"))
                .containsEntry("a", new Verdict.Split<>("b"))
                .containsEntry("b", new Verdict.Split<>("a"));
    }

    @Test
    void a_third_one_that_nobody_accuses_tells_which_of_two_is_lost() {
        assertThat(of("a>b", "b>a", "c>b"))
                .containsEntry("a", new Verdict.Stands<>())
                .containsEntry("b", new Verdict.Out<>("c"));
    }
}
