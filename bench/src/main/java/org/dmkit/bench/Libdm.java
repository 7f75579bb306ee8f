package org.dmkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What libdm.c measures: a table from the task to the ioctl, by the library that dmsetup uses. Nanoseconds a table. */
final class Libdm {
    static final String NAME = "libdm";

    private Libdm() {}

    static void measure(Tools tools, List<Integer> targets, int milliseconds, Measurements into)
            throws IOException, InterruptedException {
        for (int count : targets) {
            var builder = new ProcessBuilder(
                    tools.libdm().toString(), Integer.toString(count), Integer.toString(milliseconds));
            builder.environment().put("LD_PRELOAD", tools.deviceMapper().toString());
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.waitFor() != 0) {
                throw new IOException("libdm: " + answer);
            }
            into.add(NAME + " " + count, Double.parseDouble(answer));
        }
    }
}
