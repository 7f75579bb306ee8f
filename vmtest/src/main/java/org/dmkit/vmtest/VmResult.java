package org.dmkit.vmtest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run brought.
 *
 * @param ending how it ended
 * @param exit the script's exit status; 137 after a power cut
 * @param output the lines that the script printed, both its outputs in order
 * @param out a host directory with the files that the script left in {@code /out}; empty after a power cut
 */
public record VmResult(Ending ending, int exit, List<String> output, Path out) {
    /** How a run ends that doesn't throw. */
    public enum Ending {
        /** The script ended and the guest powered off. */
        FINISHED,
        /** The script printed {@link Vm#POWER_CUT} and the guest stopped dead. */
        POWER_CUT
    }

    public VmResult {
        output = List.copyOf(output);
    }

    /** The value of the last line {@code RESULT key value} that the script printed. */
    public Optional<String> reported(String key) {
        String start = "RESULT " + key + " ";
        return output.reversed().stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()));
    }

    /** The output as one text. */
    public String text() {
        return String.join("\n", output);
    }
}
