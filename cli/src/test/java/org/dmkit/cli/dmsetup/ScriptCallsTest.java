package org.dmkit.cli.dmsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How the scripts and udev rules of Debian's packages call dmsetup. The answers in the file are dmsetup's own, so they are a judge
 * where there is no dmsetup.
 */
class ScriptCallsTest {
    /** A call of a script, and the answer. */
    record Call(String line, Host.Answer answer) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Call> calls() throws IOException {
        var calls = new ArrayList<Call>();
        String line = "";
        var out = new StringBuilder();
        var err = new StringBuilder();
        try (var in = ScriptCallsTest.class.getResourceAsStream("scripts.txt")) {
            for (String text : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (text.startsWith("$ ")) {
                    line = text.substring(2);
                    out.setLength(0);
                    err.setLength(0);
                } else if (text.startsWith("out ")) {
                    out.append(text.substring(4)).append('\n');
                } else if (text.startsWith("err ")) {
                    err.append(text.substring(4)).append('\n');
                } else if (text.startsWith("status ")) {
                    int status = Integer.parseInt(text.substring(7));
                    calls.add(new Call(line, new Host.Answer(status, out.toString(), err.toString())));
                }
            }
        }
        return calls.stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void scriptsGetTheSameAnswers(Call call) throws IOException {
        Host host = Devices.host(Devices.ALL);
        Host.Answer answer = host.type(RealDmsetupTest.words(call.line()));
        if (call.line().contains("--exec")) {
            assertThat(host.executed).containsExactly(List.of("/bin/echo", "-a", "-p", "-part", "/dev/mapper/mpatha"));
            assertThat(call.answer().out()).isEqualTo("-a -p -part /dev/mapper/mpatha\n");
            assertThat(answer.out()).isEmpty();
            assertThat(answer.status()).isEqualTo(call.answer().status());
        } else {
            assertThat(answer).isEqualTo(call.answer());
        }
    }

    @Test
    void theAnswersAreThoseOfDmsetup(@TempDir Path directory) throws Exception {
        RealDmsetup real = RealDmsetup.in(directory);
        for (Call call : calls().toList()) {
            Host.Answer theirs =
                    real.run(Devices.ALL, Devices.host(Devices.ALL).blocks, "", RealDmsetupTest.words(call.line()));
            assertThat(theirs).as(call.line()).isEqualTo(call.answer());
        }
    }
}
