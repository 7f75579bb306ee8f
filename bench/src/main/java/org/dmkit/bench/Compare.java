package org.dmkit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code Compare OLD NEW}: what became slower, or larger, between two results. Started by bench/compare. */
final class Compare {
    private static final int USAGE = 2;

    private Compare() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: bench/compare OLD NEW");
            System.exit(USAGE);
        }
        List<Difference> differences = Difference.between(
                Results.read(Path.of(args[0])).rows(),
                Results.read(Path.of(args[1])).rows());
        for (Difference difference : differences) {
            if (difference.verdict() != Difference.Verdict.SAME) {
                System.out.println(difference);
            }
        }
        for (Difference.Verdict verdict : Difference.Verdict.values()) {
            System.out.println(verdict.title + ": "
                    + differences.stream().filter(d -> d.verdict() == verdict).count());
        }
        System.exit(Difference.anySlower(differences) ? 1 : 0);
    }
}
