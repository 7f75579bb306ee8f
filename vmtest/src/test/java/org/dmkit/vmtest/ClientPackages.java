package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's packages with programs that call dmraid: downloaded with apt, unpacked into the cache, never installed. */
final class ClientPackages {
    private static final List<String> NAMES =
            List.of("dmraid", "dracut-core", "initramfs-tools-core", "kpartx", "os-prober");
    private static final Pattern CHECKSUM = Pattern.compile("SHA256:([0-9a-f]{64})");

    private ClientPackages() {}

    /** A directory named {@code clients} with all of them unpacked over each other, without manuals. */
    static Path fetch() throws IOException, VmException, InterruptedException {
        var words = Stream.concat(Stream.of("apt-get", "download", "--print-uris"), NAMES.stream())
                .toArray(String[]::new);
        String offer = Command.of(words).output(Path.of("/"));
        String versions = CHECKSUM.matcher(offer).results().map(m -> m.group(1)).reduce("", String::concat);
        if (versions.isEmpty()) {
            throw new VmException("apt doesn't know the packages " + NAMES + " (apt-get update)");
        }
        return Cache.ofUser()
                .get("clients-" + Integer.toHexString(versions.hashCode()), ClientPackages::unpack)
                .resolve("clients");
    }

    private static void unpack(Path root) throws IOException, VmException, InterruptedException {
        Path into = Files.createDirectories(root.resolve("clients"));
        var words = Stream.concat(Stream.of("apt-get", "-q", "download"), NAMES.stream())
                .toArray(String[]::new);
        Command.of(words).output(root);
        List<Path> archives;
        try (Stream<Path> list = Files.list(root)) {
            archives = list.filter(p -> p.toString().endsWith(".deb")).toList();
        }
        for (Path archive : archives) {
            Command.of("dpkg", "-x", archive.toString(), into.toString()).output(root);
            Files.delete(archive);
        }
        for (String bulk : List.of("usr/share/doc", "usr/share/man")) {
            if (Files.exists(into.resolve(bulk))) {
                Cache.deleteTree(into.resolve(bulk));
            }
        }
    }
}
