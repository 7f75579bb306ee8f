package org.dmkit.blockio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A capture as one {@code .tar.gz}. Names are those beside its {@code case.json}; what else is in it is kept. */
final class CaptureArchive implements CaptureFiles {
    private final Path archive;

    /** What is before each name, with its slash. */
    private final String prefix;

    private final Map<String, byte[]> entries;

    private CaptureArchive(Path archive, String prefix, Map<String, byte[]> entries) {
        this.archive = archive;
        this.prefix = prefix;
        this.entries = entries;
    }

    static boolean isArchive(Path path) {
        String name = path.toString();
        return name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /** A new one, whole or not at all: its files lie in a directory of its name. */
    static void create(Path archive, Map<String, byte[]> files) throws IOException {
        String name = String.valueOf(archive.getFileName());
        String base = name.substring(0, name.length() - (name.endsWith(".tgz") ? 4 : 7));
        new CaptureArchive(archive, base.isEmpty() ? "" : base + "/", new LinkedHashMap<>()).write(files);
    }

    static CaptureArchive open(Path archive) throws IOException {
        Map<String, byte[]> entries;
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            entries = Tar.read(in, MAX_BYTES);
        } catch (IOException e) {
            throw new IOException(archive + ": " + e.getMessage(), e);
        }
        List<String> cases = entries.keySet().stream()
                .filter(name -> name.equals(Capture.CASE) || name.endsWith("/" + Capture.CASE))
                .toList();
        if (cases.size() != 1) {
            throw new IOException(archive + ": holds " + cases.size() + " files " + Capture.CASE + ", not one");
        }
        String only = cases.getFirst();
        return new CaptureArchive(archive, only.substring(0, only.length() - Capture.CASE.length()), entries);
    }

    @Override
    public byte[] read(String name) throws IOException {
        byte[] content = entries.get(prefix + name);
        if (content == null) {
            throw new IOException(archive + ": no file " + prefix + name);
        }
        return content;
    }

    @Override
    public void write(Map<String, byte[]> changed) throws IOException {
        changed.forEach((name, content) -> entries.put(prefix + name, content));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            Tar.write(out, entries);
        }
        CaptureFiles.replace(archive, packed.toByteArray());
    }
}
