package org.dmkit.vmtest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A tree of files to be written as a "newc" cpio archive, the format that the kernel unpacks at boot
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Parents of what is added come in by themselves. Not thread-safe.
 */
final class Cpio {
    private static final int DIRECTORY = 0040755;
    private static final int LINK = 0120777;
    private static final int REGULAR = 0100000;

    private final Map<String, Entry> entries = new TreeMap<>();

    /** An empty directory at {@code path} (absolute, in the guest). */
    Cpio directory(String path) {
        add(path, new Entry(DIRECTORY, new Text("")));
        return this;
    }

    /** A symbolic link. */
    Cpio link(String path, String target) {
        add(path, new Entry(LINK, new Text(target)));
        return this;
    }

    /** An executable text file. */
    Cpio script(String path, String text) {
        add(path, new Entry(REGULAR | 0755, new Text(text)));
        return this;
    }

    /** A copy of a host file (links are followed); it stays executable if it is. */
    Cpio file(String path, Path source) throws IOException {
        Path real = source.toRealPath();
        add(path, new Entry(REGULAR | (Files.isExecutable(real) ? 0755 : 0644), new HostFile(real)));
        return this;
    }

    /** A copy of a host directory with all that is in it; symbolic links stay links. */
    Cpio tree(String path, Path source) throws IOException {
        try (Stream<Path> walk = Files.walk(source)) {
            for (Path each : (Iterable<Path>) walk::iterator) {
                String place = each.equals(source) ? path : path + "/" + source.relativize(each);
                if (Files.isSymbolicLink(each)) {
                    link(place, Files.readSymbolicLink(each).toString());
                } else if (Files.isDirectory(each)) {
                    directory(place);
                } else {
                    file(place, each);
                }
            }
        }
        return this;
    }

    /** A digest of names, modes and contents. */
    String digest() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        for (var entry : entries.entrySet()) {
            digest.update((entry.getKey() + "\0" + entry.getValue().mode + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(entry.getValue().content.bytes());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** Writes the archive. */
    void writeTo(Path archive) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 20)) {
            int inode = 1;
            for (var entry : entries.entrySet()) {
                write(
                        out,
                        entry.getKey(),
                        entry.getValue().mode,
                        inode++,
                        entry.getValue().content.bytes());
            }
            write(out, "TRAILER!!!", 0, 0, new byte[0]);
        }
    }

    private void add(String path, Entry entry) {
        String name = path.substring(1);
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            entries.putIfAbsent(name.substring(0, slash), new Entry(DIRECTORY, new Text("")));
        }
        entries.put(name, entry);
    }

    private static void write(OutputStream out, String name, int mode, int inode, byte[] content) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        int links = mode == DIRECTORY ? 2 : 1;
        // magic, ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
        String header = "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X"
                .formatted(inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, nameBytes.length + 1, 0);
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(nameBytes);
        out.write(0);
        pad(out, header.length() + nameBytes.length + 1);
        out.write(content);
        pad(out, content.length);
    }

    private static void pad(OutputStream out, int written) throws IOException {
        out.write(new byte[-written & 3]);
    }

    private record Entry(int mode, Content content) {}

    private sealed interface Content {
        byte[] bytes() throws IOException;
    }

    private record Text(String text) implements Content {
        @Override
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private record HostFile(Path path) implements Content {
        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(path);
        }
    }
}
