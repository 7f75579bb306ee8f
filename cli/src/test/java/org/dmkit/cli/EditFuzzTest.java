package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that nobody meant: each is understood or not, done or refused, and none is dmkit's mistake. */
class EditFuzzTest {
    private static final int DOCUMENTS = Integer.getInteger("dmkit.edit.fuzz", 400);

    /** A word of JSON, a number, a bracket, ... */
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[\\[\\]{},:]|[^\\s\\[\\]{},:\"]+|\\s+");

    private static final List<String> MORE = List.of(
            "\"c.img\"",
            "\"rebuilding\"",
            "\"failed\"",
            "\"missing\"",
            "\"delete\" : true",
            "true",
            "null",
            "[ ]",
            "{ }",
            "-1",
            "9223372036854775807",
            "1e999",
            "\"\\u0000\\ud800\"");

    @TempDir
    Path directory;

    @Test
    void noDocumentIsAMistakeOfDmkit() throws IOException {
        var images = new Images(directory, 24L << 20, "a.img", "b.img", "c.img", "d.img", "e.img");
        images.done("create isw data --level 1 --size 4M --disk a.img --disk b.img");
        images.done("create sil home --level 1 --size 4M --disk d.img --disk e.img");
        String shown = images.done("show --json");
        Map<String, byte[]> before = images.contents();
        var random = new Random(Long.getLong("dmkit.edit.seed", 1));
        var codes = new HashMap<ExitCode, Integer>();
        Path file = directory.resolve("f.json");
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] document = i % 10 == 9 ? bytes(shown, random) : tokens(shown, random);
            Files.write(file, document);
            ExitCode code = images.type("edit " + file + " --dry-run");
            assertThat(code)
                    .as("%s\n%s", images.terminal().err(), new String(document, StandardCharsets.UTF_8))
                    .isIn(ExitCode.DONE, ExitCode.REFUSED, ExitCode.USAGE);
            codes.merge(code, 1, Integer::sum);
        }
        assertThat(codes).as("all ways to end").hasSize(3);
        images.mustBe(before);
    }

    private static byte[] bytes(String shown, Random random) {
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        return bytes;
    }

    /** Takes some tokens out, puts others in their place or between them. */
    private static byte[] tokens(String shown, Random random) {
        var tokens = new ArrayList<String>();
        Matcher m = TOKEN.matcher(shown.replaceAll("\"revision\" : \"\\w+\",", ""));
        while (m.find()) {
            tokens.add(m.group());
        }
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(tokens.size());
            String token = random.nextBoolean()
                    ? tokens.get(random.nextInt(tokens.size()))
                    : MORE.get(random.nextInt(MORE.size()));
            switch (random.nextInt(6)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, token);
                default -> tokens.set(of(tokens, at, token), token);
            }
        }
        return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
    }

    /** Mostly a place where such a token may stand. */
    private static int of(List<String> tokens, int from, String token) {
        for (int at = from; at < tokens.size(); at++) {
            if (tokens.get(at).charAt(0) == token.charAt(0)) {
                return at;
            }
        }
        return from;
    }
}
