package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.dmkit.dm.DmName;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.control.Monitor;
import org.junit.jupiter.api.Test;

/** How plans, changes and events are told. */
class ReportsTest {
    private static final Step SUSPEND = new Step.Suspend(new DmName("isw_abc_Vol0"));
    private final IOException cause = new KernelException("DM_TABLE_LOAD", "isw_abc_Vol0", 12);

    private static List<String> print(Report report) {
        var out = new StringWriter();
        report.print(new PrintWriter(out), Style.PLAIN);
        return out.toString().lines().toList();
    }

    private static List<String> print(Answer answer) {
        return print(Objects.requireNonNull(answer.report()));
    }

    private static String json(Report report) {
        var out = new StringWriter();
        Json.write(out, "test", report::write);
        return out.toString().replaceAll("\\s", "");
    }

    @Test
    void aPlanIsNumberedSteps() {
        var plan = new PlanReport(
                new Plan(List.of(SUSPEND, new Step.Resume(new DmName("isw_abc_Vol0")), new Step.Rehearse())));
        assertThat(print(plan))
                .containsExactly(
                        "  1  suspend isw_abc_Vol0", "  2  resume isw_abc_Vol0", "  3  rehearse suspend and resume");
        assertThat(json(plan)).contains("\"steps\":[\"suspendisw_abc_Vol0\",");
    }

    @Test
    void plansOfSeveralGroupsAreNumberedThrough() {
        assertThat(print(new PlanReport(List.of(new Plan(List.of(SUSPEND)), new Plan(List.of(SUSPEND))))))
                .containsExactly("  1  suspend isw_abc_Vol0", "  2  suspend isw_abc_Vol0");
    }

    @Test
    void anEmptyPlanIsNothingToDo() {
        assertThat(print(new PlanReport(new Plan(List.of())))).containsExactly("nothing to do");
    }

    @Test
    void aChangeThatIsDoneTellsHowLongWritesWereHeld() {
        Answer answer = ChangeReport.answer("replace", new Outcome.Done(Duration.ofNanos(1_260_000)), "");
        assertThat(answer.code()).isEqualTo(ExitCode.DONE);
        assertThat(print(answer)).containsExactly("replace: done; I/O was held up for 1.3 ms");
        assertThat(json(Objects.requireNonNull(answer.report())))
                .contains("\"outcome\":\"done\",\"changed\":true,\"heldNanoseconds\":1260000");
        assertThat(print(ChangeReport.answer("fail", new Outcome.Done(Duration.ZERO), "")))
                .containsExactly("fail: done");
    }

    @Test
    void aChangeThatWasTakenBackSaysWhy() {
        Answer answer = ChangeReport.answer("replace", new Outcome.BackedOut(SUSPEND, cause), "");
        assertThat(answer.code()).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(print(answer))
                .containsExactly("replace: DM_TABLE_LOAD isw_abc_Vol0: ENOMEM; taken back, all is as before");
    }

    @Test
    void aChangeThatIsHalfDoneSaysWhatToDo() {
        Answer answer = ChangeReport.answer("replace", new Outcome.Incomplete(SUSPEND, cause, List.of(cause)), "");
        assertThat(answer.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(print(answer))
                .containsExactly(
                        "replace: DM_TABLE_LOAD isw_abc_Vol0: ENOMEM at: suspend isw_abc_Vol0",
                        "  on the way back: DM_TABLE_LOAD isw_abc_Vol0: ENOMEM",
                        "run: dmkit recover");
    }

    @Test
    void eventsAreSentences() {
        assertThat(Narration.of(new Monitor.Event.MemberLost("isw_abc_Vol0", "/dev/sdb")))
                .isEqualTo("isw_abc_Vol0: /dev/sdb has failed and is marked so");
        assertThat(Narration.of(new Monitor.Event.MemberInSync("isw_abc_Vol0", "/dev/sdc")))
                .isEqualTo("isw_abc_Vol0: /dev/sdc is rebuilt and in sync");
        assertThat(Narration.of(new Monitor.Event.SpareTaken("isw_abc", "S1", "/dev/sdc")))
                .isEqualTo("isw_abc: spare /dev/sdc takes the place of S1 and is being rebuilt");
        assertThat(Narration.of(new Monitor.Event.Problem("", "no answer"))).isEqualTo("no answer");
    }

    @Test
    void eventsAreLinesOfJson() {
        var out = new StringWriter();
        Json.line(
                out,
                "monitor",
                json -> Narration.write(new Monitor.Event.MemberLost("isw_abc_Vol0", "/dev/sdb"), json));
        assertThat(out.toString())
                .isEqualTo("{\"schema\":1,\"command\":\"monitor\",\"event\":\"member-lost\",\"set\":\"isw_abc_Vol0\","
                        + "\"member\":\"/dev/sdb\"}\n");
    }
}
