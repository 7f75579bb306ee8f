package org.dmkit.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** dmkit's image, and other programs that run on the image's runtime just as dmkit does: with an AOT cache of their own, by a script. */
record ImagePrograms(Path image, Path into) {
    /** As the image's launcher has them. */
    private static final List<String> OPTIONS = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching");

    String dmkit() {
        return image.resolve("bin/dmkit").toString();
    }

    /**
     * Makes one of a class of this package that needs no other but the image's.
     *
     * @param before what a command line begins with that runs where it is trained
     * @param training its arguments then
     */
    Path make(Class<?> main, List<String> before, List<String> training) throws IOException, InterruptedException {
        String name = main.getSimpleName();
        Path jar = into.resolve(name + ".jar");
        Path cache = into.resolve(name + ".aot");
        Files.deleteIfExists(cache);
        pack(main, jar);
        String java = image.resolve("bin/java").toString();
        List<String> rest = List.of("-cp", jar.toString(), main.getName());
        var train = new ArrayList<>(before);
        train.addAll(List.of(java, "-XX:AOTCacheOutput=" + cache));
        train.addAll(OPTIONS);
        train.add("-XX:-AOTRecordTraining");
        train.addAll(rest);
        train.addAll(training);
        Process process = new ProcessBuilder(train).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !Files.exists(cache)) {
            throw new IOException("no AOT cache for " + name + ": " + said);
        }
        Path launcher = launcher(main);
        String line = Stream.of(
                        Stream.of("exec", java, "-XX:AOTCache=" + cache),
                        OPTIONS.stream(),
                        Stream.of("-XX:ArchiveRelocationMode=0"),
                        rest.stream())
                .flatMap(words -> words)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
        Files.writeString(launcher, "#!/bin/sh\n" + line + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return launcher;
    }

    /** What starts a program that was made. */
    Path launcher(Class<?> main) {
        return into.resolve(main.getSimpleName() + ".sh");
    }

    private static void pack(Class<?> main, Path jar) throws IOException {
        String entry = main.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                var packed = new JarOutputStream(file);
                var in = main.getClassLoader().getResourceAsStream(entry)) {
            packed.putNextEntry(new ZipEntry(entry));
            in.transferTo(packed);
        }
    }
}
