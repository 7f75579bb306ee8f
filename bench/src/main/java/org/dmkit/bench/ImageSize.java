package org.dmkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How large the image is in an initramfs: packed by cpio, compressed by zstd -19. Bytes. */
final class ImageSize {
    static final String WHOLE = "image";
    static final String WITHOUT_CACHE = "image without cache";

    private static final String CACHE = "./lib/dmkit.aot";

    /** Of {@code find}, what is in each part. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("JVM (libjvm.so)", "-path ./lib/server/libjvm.so");
        PARTS.put("classes (lib/modules)", "-path ./lib/modules");
        PARTS.put("AOT cache", "-path " + CACHE);
        PARTS.put("all else", "! -path ./lib/server/libjvm.so ! -path ./lib/modules ! -path " + CACHE);
    }

    private ImageSize() {}

    /** What a part is called among the measurements. */
    static String name(String part) {
        return "image part " + part;
    }

    static Set<String> parts() {
        return PARTS.keySet();
    }

    static boolean possible() {
        return Program.isInstalled("cpio") && Program.isInstalled("zstd");
    }

    static void measure(Path image, Measurements into) throws IOException, InterruptedException {
        into.add(WHOLE, packed(image, ""));
        into.add(WITHOUT_CACHE, packed(image, "! -path " + CACHE));
        for (var part : PARTS.entrySet()) {
            into.add(name(part.getKey()), packed(image, part.getValue()));
        }
    }

    private static double packed(Path image, String which) throws IOException, InterruptedException {
        Process pack = new ProcessBuilder(
                        "sh", "-c", "find . " + which + " | cpio --quiet -o -H newc | zstd -q -19 | wc -c")
                .directory(image.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(pack.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (pack.waitFor() != 0) {
            throw new IOException("the image could not be packed");
        }
        return Double.parseDouble(answer.strip());
    }
}
