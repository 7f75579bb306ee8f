package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ctrl-C, in a process of its own. */
class InterruptionTest {
    /** What is interrupted: in the middle of a step, which ends nevertheless, and no other begins. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            var interruption = new Interruption(() -> say("goes on"));
            while (true) {
                interruption.unbroken(() -> {
                    say("step");
                    sleep();
                    say("done");
                    return true;
                });
            }
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }

        private static void sleep() {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void theLastWordIsSaidAndNoStepIsBroken() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "needs coreutils");
        Process victim = new ProcessBuilder(
                        "/usr/bin/env",
                        // A build in the background may ignore it, and children inherit that.
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("jdk.module.path", "") + ":" + System.getProperty("java.class.path") + ":"
                                + classes(InterruptionTest.class) + ":" + classes(Interruption.class),
                        Victim.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new ArrayList<String>();
        try (BufferedReader out = victim.inputReader()) {
            lines.add(out.readLine());
            Process kill = new ProcessBuilder("kill", "-INT", Long.toString(victim.pid())).start();
            assertThat(kill.waitFor()).isZero();
            out.lines().forEach(lines::add);
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.exitValue()).isEqualTo(130);
        List<String> last = lines.subList(lines.indexOf("goes on"), lines.size());
        assertThat(last).as(lines.toString()).doesNotContain("step").containsOnlyOnce("done");
    }

    private static String classes(Class<?> of) {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
