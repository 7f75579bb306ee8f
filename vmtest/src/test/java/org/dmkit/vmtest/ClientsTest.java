package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that call dmraid, unmodified, in one guest: first with Debian's dmraid, then with dmkit under its name. What they print
 * and which devices are there afterwards must be the same.
 */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTest {
    private static final List<String> CASES =
            List.of("isw/raid1-2disk", "dos/primary-4", "nvidia/two-sets-interleaved");

    private VmResult result;

    @BeforeAll
    void runThemAll(TestInfo test) throws Exception {
        assumeTrue(Bed.everything(), "takes some ten minutes; ./check --all runs it");
        Scenario bed = Bed.scenario(test, 0);
        var disks = new ArrayList<GuestDisk>();
        for (String name : CASES) {
            disks.addAll(CorpusDisks.create(
                    bed.directory(), Bed.ROOT.resolve("corpus").resolve(name)));
        }
        result = Vm.builder(bed.directory().resolve("clients"))
                .disks(disks)
                .bring(bed.dmkit())
                .bring(ClientPackages.fetch())
                .timeout(Duration.ofMinutes(30))
                .build()
                .run(Initramfs.resource("clients.sh"));
        Bed.assertFinished(result);
    }

    private List<String> of(String who, String what) throws IOException {
        return Files.readAllLines(result.out().resolve(who + "/" + what));
    }

    @Test
    void theSetsAreThere() throws IOException {
        assertThat(of("dmraid", "sets")).hasSize(4);
    }

    /** A comparison of nothing with nothing proves nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"dracut-devices", "activate-devices"})
    void aCallerStartsEverySet(String what) throws IOException {
        assertThat(of("dmkit", what)).as(result.text()).containsAll(of("dmkit", "sets"));
    }

    /** It reads a DDF set's name with the blanks behind it, which dmraid doesn't know. */
    @Test
    void debiansActivationStartsWhatDmraidWouldAndTheDdfSet() throws IOException {
        assertThat(of("dmraid", "activate-devices")).as(result.text()).isNotEmpty();
        assertThat(of("dmkit", "activate-devices")).as(result.text()).containsAll(of("dmraid", "activate-devices"));
    }

    /** It asks for {@code /dev//dev/sda}, which dmraid doesn't know; dmkit takes such a path, and what was meant to start starts. */
    @Test
    void debiansInitramfsScriptStartsWhatItMeantTo() throws IOException {
        assertThat(of("dmraid", "local-top-devices"))
                .as(result.text())
                .doesNotContainAnyElementsOf(of("dmraid", "sets"));
        assertThat(of("dmkit", "local-top-devices")).as(result.text()).isEqualTo(of("dmkit", "activate-devices"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sets", "installer", "os-prober", "os-prober-map", "dracut-devices", "status"})
    void aCallerSeesTheSame(String what) throws IOException {
        assertThat(of("dmkit", what)).as(result.text()).isEqualTo(of("dmraid", what));
    }
}
