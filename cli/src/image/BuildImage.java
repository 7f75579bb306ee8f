import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the run-time image, run by the build with the JDK that it is linked from: {@code java BuildImage.java MODULE-PATH
 * LAUNCHER IMAGE LICENCE TIME CAPTURE...}.
 *
 * <p>Links, leaves out what the command never uses, and trains the AOT cache. The image may be moved afterwards.
 */
final class BuildImage {
    private static final String NATIVE = "org.dmkit.bindings,org.dmkit.dm,org.dmkit.blockio";

    /** Not silent otherwise: the JVM reports a cache that does not fit on standard output, into whatever reads the command. */
    private static final String OPTIONS = "--enable-native-access=" + NATIVE
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr";

    /** A sorting kernel for big arrays, time zones, certificates, and what only a JDK needs. */
    private static final List<String> UNUSED = List.of(
            "bin/keytool",
            "lib/libsimdsort.so",
            "lib/tzdb.dat",
            "lib/classlist",
            "lib/jrt-fs.jar",
            "lib/libjsig.so",
            "lib/server/libjsig.so",
            "lib/security/cacerts",
            "lib/security/public_suffix_list.dat");

    /** Of java.base: dmkit encrypts nothing and asks no character's name. Something of each package has to stay. */
    private static final String LEFT_OUT = Stream.of(
                    "com/sun/crypto/provider/(?!DESConstants[.]).*",
                    "java/lang/uniName[.]dat",
                    "sun/security/ssl/(?!SSLCredentials[.]).*",
                    "sun/security/tools/keytool/(?!Main[$]ExitException|resources/keytool_zh_TW).*")
            .map("regex:/java[.]base/"::concat)
            .collect(Collectors.joining(","));

    private BuildImage() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String modulePath = args[0];
        Path launcher = Path.of(args[1]);
        Path image = Path.of(args[2]);
        Path licence = Path.of(args[3]);
        String time = args[4];
        List<String> captures = List.of(args).subList(5, args.length);

        delete(image);
        Path draft = image.resolveSibling(image.getFileName() + ".draft");
        delete(draft);
        link(modulePath, draft, List.of());
        Path forms = forms(draft, captures);
        link(modulePath, image, List.of("--generate-jli-classes=@" + forms));
        delete(draft);
        for (String unused : UNUSED) {
            delete(image.resolve(unused));
        }
        stripVirtualMachine(image.resolve("lib/server/libjvm.so"));
        Path command = image.resolve("bin/dmkit");
        Files.copy(launcher, command);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        // Scripts that call these find them here, under their own names.
        for (String name : List.of("dmraid", "dmsetup")) {
            Files.createSymbolicLink(image.resolve("bin").resolve(name), command.getFileName());
        }
        copy(launcher.resolveSibling("share"), image.resolve("share"));
        notices(modulePath, licence, image.resolve("legal"));
        cache(image, captures);
        ManPages.write(command, LocalDate.parse(time.substring(0, 10)), image.resolve("share/man/man8"));
    }

    /** Beside the JDK's own, which jlink brings: ours, and what the libraries have in their jars. */
    private static void notices(String modulePath, Path licence, Path legal) throws IOException {
        // picocli is compiled from sources that lie under the same licence and bring no file of it.
        for (String ours : List.of("dmkit", "picocli")) {
            Files.copy(licence, Files.createDirectories(legal.resolve(ours)).resolve("LICENSE"));
        }
        for (String element : modulePath.split(":", -1)) {
            Path path = Path.of(element);
            try (Stream<Path> jars = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
                for (Path jar : jars.filter(j -> j.toString().endsWith(".jar")).toList()) {
                    notices(jar, legal);
                }
            }
        }
    }

    private static void notices(Path jar, Path legal) throws IOException {
        Path into = legal.resolve(jar.getFileName().toString().replaceFirst("-[0-9].*", ""));
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path information = files.getPath("META-INF");
            if (!Files.isDirectory(information)) {
                return;
            }
            try (Stream<Path> all = Files.list(information)) {
                for (Path file : all.toList()) {
                    String name = file.getFileName().toString();
                    if (name.contains("LICENSE") || name.contains("NOTICE")) {
                        Files.copy(file, Files.createDirectories(into).resolve(name));
                    }
                }
            }
        }
    }

    private static void link(String modulePath, Path image, List<String> more) {
        var options = new ArrayList<String>(List.of(
                "--module-path",
                modulePath,
                "--add-modules",
                "org.dmkit.cli",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                // An initramfs is compressed as a whole, better than file by file.
                "--compress=zip-0",
                "--exclude-resources=" + LEFT_OUT,
                "--add-options=" + OPTIONS,
                "--output",
                image.toString()));
        options.addAll(more);
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        int status = jlink.run(System.out, System.err, options.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("jlink: status " + status);
        }
    }

    private static void stripVirtualMachine(Path library) throws InterruptedException {
        try {
            new ProcessBuilder("strip", "--strip-unneeded", library.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException noBinutils) {
            System.err.println("no strip here: the image is 5 MB larger");
        }
    }

    /**
     * Which method handles the commands make, a system call's among them: what a start would spin classes for, which the cache does not
     * keep, jlink puts into the image.
     */
    private static Path forms(Path image, List<String> captures) throws IOException, InterruptedException {
        List<String> told = train(image, captures, List.of("-Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true")).stream()
                .filter(line -> line.startsWith("[LF_RESOLVE]") || line.startsWith("[SPECIES_RESOLVE]"))
                .distinct()
                .toList();
        if (told.isEmpty()) {
            throw new IllegalStateException("the JVM does not tell which method handles it makes");
        }
        return Files.write(image.resolve("forms"), told);
    }

    private static void cache(Path image, List<String> captures) throws IOException, InterruptedException {
        Path cache = image.resolve("lib/dmkit.aot");
        List<String> said = train(
                image,
                captures,
                List.of(
                        "-XX:AOTCacheOutput=" + cache,
                        "-XX:+UnlockDiagnosticVMOptions",
                        // The adapters hold instructions of this processor; an older one would die of them.
                        "-XX:-AOTAdapterCaching",
                        // What was compiled here would be compiled again at each start, which few commands live long enough for.
                        "-XX:-AOTRecordTraining"));
        if (!Files.exists(cache)) {
            throw new IllegalStateException("training the AOT cache failed: " + said);
        }
    }

    /**
     * Runs commands for the JVM to note which classes they load and what they link. One process is all that it can note.
     *
     * @param options of the JVM
     * @return the lines that were printed
     */
    private static List<String> train(Path image, List<String> captures, List<String> options)
            throws IOException, InterruptedException {
        // Not in a temporary directory, which may be in memory: not every kernel reads past the cache there.
        Path files = Files.createDirectory(image.resolve("training"));
        var command = new ArrayList<String>(List.of(image.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-m", "org.dmkit.cli/org.dmkit.cli.Training", files.toString()));
        command.addAll(captures);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = process.inputReader().lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("training failed: " + said);
        }
        delete(files);
        return said;
    }

    /** What takes the image into an initramfs, with its permissions. */
    private static void copy(Path tree, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(tree.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
