package org.dmkit.vmtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The guest's serial console: tells the kernel's chatter from the script's output and knows the markers. Everything goes to the
 * log, line by line; the script's lines also go to a listener as they come. Not thread-safe.
 */
final class Console {
    private static final String BEGIN = "@@VM-BEGIN@@";
    private static final Pattern END = Pattern.compile("@@VM-END@@ (\\d+)");
    private static final int TAIL = 30;
    private static final String PANIC = "Kernel panic";
    /** What the firmware prints. */
    private static final Pattern FIRMWARE = Pattern.compile("SeaBIOS|Booting from|iPXE|\u001b|^$");

    private final Writer log;
    private final Consumer<String> live;
    private final Runnable pullThePlug;
    private final List<String> all = new ArrayList<>();
    private final List<String> output = new ArrayList<>();
    private volatile boolean leftFirmware;
    private boolean inScript;
    private boolean cut;
    private OptionalInt exit = OptionalInt.empty();

    Console(Writer log, Consumer<String> live, Runnable pullThePlug) {
        this.log = log;
        this.live = live;
        this.pullThePlug = pullThePlug;
    }

    /** Reads to the end, which is when the guest is off. */
    void read(InputStream serial) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(serial, StandardCharsets.UTF_8));
        try {
            reader.lines().map(line -> line.replace("\r", "")).forEach(this::accept);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    void accept(String line) {
        record(line);
        leftFirmware |= !FIRMWARE.matcher(line).find();
        var end = END.matcher(line);
        if (line.contains(BEGIN)) {
            inScript = true;
        } else if (end.find()) {
            inScript = false;
            exit = OptionalInt.of(Integer.parseInt(end.group(1)));
        } else if (inScript && line.contains(Vm.POWER_CUT)) {
            inScript = false;
            cut = true;
            pullThePlug.run();
        } else if (inScript) {
            output.add(line);
            live.accept(line);
        }
    }

    /** True once a line came that is not the firmware's. Any thread may ask. */
    boolean leftFirmware() {
        return leftFirmware;
    }

    boolean wasCut() {
        return cut;
    }

    /** The script's exit status, if it came to its end. */
    OptionalInt exit() {
        return exit;
    }

    List<String> output() {
        return output;
    }

    /** The last lines, for reports of what went wrong; all since the kernel's panic, however long its trace is. */
    String tail() {
        int from = Math.max(0, all.size() - TAIL);
        for (int i = 0; i < from; i++) {
            if (all.get(i).contains(PANIC)) {
                from = i;
            }
        }
        return String.join("\n", all.subList(from, all.size()));
    }

    private void record(String line) {
        all.add(line);
        try {
            log.write(line);
            log.write('\n');
            log.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
