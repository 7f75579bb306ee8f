package org.dmkit.cli.dmraid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that never come as far as a disk, given to the real dmraid too. */
class RealDmraidTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-h",
                "--help",
                "--he",
                "-vh",
                "-rh",
                "-h -Q",
                "-Q -h",
                "-l",
                "-l -v",
                "-l -vvv",
                "-l -d",
                "-li",
                "-l foo",
                "-V foo",
                "-Q",
                "-rQ",
                "-z",
                "--foo",
                "--foo=bar",
                "-a",
                "-ax",
                "-a x",
                "--activate",
                "--activate=x",
                "-r -s",
                "-r -n",
                "-b -r",
                "-b -s",
                "-c",
                "-cr",
                "-c -ay",
                "-f nope -r",
                "-f isw,nope -r",
                "-f isw",
                "-d",
                "-v -d",
                "-ddvv",
                "-i",
                "--se",
                "--s",
                "--d",
                "--r",
                "--no",
                "-t",
                "-t -r",
                "-t -s",
                "-D",
                "-D -s",
                "-E",
                "-E -s",
                "-r -E -c",
                "-r -D -E -g",
                "-g",
                "-g -r",
                "-p",
                "-p -r",
                "-P",
                "-P x",
                "-P x -r",
                "-Z",
                "-Z -an",
                "-Z -r",
                "--separator",
                "--sep ab -r",
                "--sep ab",
                "--separator= -r",
                "-s -sx",
                "-sq",
                "--sets=q",
                "--verb=3 -r",
                "-ay -b",
                "-ay -l",
                "-ay -s",
                "-ay -r",
                "-n -s",
                "-n -c",
                "-l -r",
                "-l -f isw",
                "-V -r",
                "-C",
                "-R",
                "-M",
                "-x -ay",
                "-x -r",
                "-S foo",
                "-ay -E",
                "-ay -c",
                "-ay -g"
            })
    void saysTheSame(String line) throws IOException, InterruptedException {
        Path dmraid = Path.of("/sbin/dmraid");
        assumeTrue(Files.isExecutable(dmraid), "needs dmraid");
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
        var command = new ArrayList<>(List.of("dmraid"));
        command.addAll(words);
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Machines.Answer answer = Machines.run(new Machines.Nothing(), words);
        assertThat(answer.out()).isEqualTo(out);
        assertThat(answer.err()).isEqualTo(err);
        assertThat(answer.status()).isEqualTo(status);
    }
}
