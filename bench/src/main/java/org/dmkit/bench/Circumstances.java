package org.dmkit.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where something was measured: what a reader has to know to believe it. */
final class Circumstances {
    private static final Map<String, List<String>> VERSIONS = new LinkedHashMap<>();

    static {
        VERSIONS.put("dmraid", List.of("dmraid", "--version"));
        VERSIONS.put("mdadm", List.of("mdadm", "--version"));
        VERSIONS.put("wipefs", List.of("wipefs", "--version"));
        VERSIONS.put("dmsetup", List.of("dmsetup", "--version"));
        VERSIONS.put("gcc", List.of("gcc", "--version"));
        VERSIONS.put("fuse", List.of("fusermount3", "--version"));
    }

    private Circumstances() {}

    /** In the order in which they are told. */
    static Map<String, String> here(String mode, Path root) {
        var told = new LinkedHashMap<String, String>();
        told.put("mode", mode);
        told.put("begun", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        told.put("revision", said(List.of("git", "-C", root.toString(), "describe", "--always", "--dirty")));
        told.put("processor", processor());
        told.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        told.put("memory", memory());
        told.put("kernel", System.getProperty("os.version"));
        told.put("java", Runtime.version().toString());
        VERSIONS.forEach((name, command) -> told.put(name, said(command)));
        return told;
    }

    /** Of the last minute; far above the number of processors the ratios are worth little. */
    static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() {
        return field("/proc/cpuinfo", "model name");
    }

    private static String memory() {
        return field("/proc/meminfo", "MemTotal");
    }

    private static String field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(l -> l.startsWith(name))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** The first line of what a program says; empty if it isn't there. */
    private static String said(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return all.lines().findFirst().orElse("").strip();
        } catch (IOException notThere) {
            return "";
        }
    }
}
