package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's kernel for virtual machines: downloaded with apt, unpacked into the cache, never installed.
 *
 * @param image the bootable kernel
 * @param modules its module directory, {@code lib/modules/VERSION}, indexed by depmod
 */
record KernelPackage(Path image, Path modules) {
    /** Depends on the newest kernel built for guests. */
    private static final String META_PACKAGE = "linux-image-cloud-amd64";

    private static final Pattern DEPENDENCY = Pattern.compile("Depends: (linux-image-\\S+)");
    private static final Pattern CHECKSUM = Pattern.compile("SHA256:([0-9a-f]{16})");

    /** Finds the kernel in the cache, or downloads it. */
    static KernelPackage fetch(Cache cache) throws IOException, VmException, InterruptedException {
        Path here = Path.of("/");
        String name = first(
                DEPENDENCY, Command.of("apt-cache", "depends", META_PACKAGE).output(here), META_PACKAGE);
        String offer = Command.of("apt-get", "download", "--print-uris", name).output(here);
        String checksum = first(CHECKSUM, offer, name);
        return in(cache.get("kernel-" + checksum, path -> unpack(name, path)));
    }

    String version() {
        return modules.getFileName().toString();
    }

    private static String first(Pattern pattern, String text, String packageName) throws VmException {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new VmException("apt doesn't know the package " + packageName + " (apt-get update)");
        }
        return matcher.group(1);
    }

    private static void unpack(String name, Path root) throws IOException, VmException, InterruptedException {
        Files.createDirectories(root);
        Command.of("apt-get", "-q", "download", name).output(root);
        Path archive = only(root, name + "_*.deb");
        Command.of("dpkg", "-x", archive.toString(), root.toString()).output(root);
        Files.delete(archive);
        String version = in(root).version();
        Command.of("depmod", "-b", root.toString(), version).output(root);
    }

    private static KernelPackage in(Path root) throws IOException, VmException {
        return new KernelPackage(only(root.resolve("boot"), "vmlinuz-*"), only(root.resolve("lib/modules"), "*"));
    }

    private static Path only(Path directory, String glob) throws IOException, VmException {
        var matcher = directory.getFileSystem().getPathMatcher("glob:" + glob);
        try (Stream<Path> list = Files.list(directory)) {
            List<Path> found =
                    list.filter(path -> matcher.matches(path.getFileName())).toList();
            if (found.size() != 1) {
                throw new VmException("expected one " + glob + " in " + directory + ", found " + found);
            }
            return found.getFirst();
        }
    }
}
