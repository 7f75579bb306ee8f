package org.dmkit.vmtest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Cases of the corpus as disks of a guest. */
final class CorpusDisks {
    private static final Pattern DISK = Pattern.compile(
            "\\{\\s*\"name\":\\s*\"[^\"]*\",\\s*\"sectors\":\\s*(\\d+),\\s*\"serial\":\\s*\"([^\"]*)\",\\s*\"meta\":\\s*\"([^\"]*)\"");

    private CorpusDisks() {}

    /** New sparse images in {@code directory} with what the case's disks hold, in the order of the case. */
    static List<GuestDisk> create(Path directory, Path corpusCase) throws IOException {
        var disks = new ArrayList<GuestDisk>();
        String name = corpusCase
                .subpath(corpusCase.getNameCount() - 2, corpusCase.getNameCount())
                .toString()
                .replace('/', '-');
        var entries = DISK.matcher(Files.readString(corpusCase.resolve("case.json")));
        while (entries.find()) {
            Path image = directory.resolve(name + "-" + entries.group(3) + ".img");
            String serial = entries.group(2);
            GuestDisk disk = GuestDisk.create(
                    image, serial.isEmpty() ? "S" + disks.size() + name : serial, Long.parseLong(entries.group(1)));
            fill(image, corpusCase.resolve(entries.group(3)));
            disks.add(disk);
        }
        return disks;
    }

    private static void fill(Path image, Path sectors) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            for (String line : Files.readAllLines(sectors)) {
                String[] words = line.strip().split(" ");
                if (words.length == 3) {
                    byte[] sector = HexFormat.of().parseHex(words[2]);
                    file.seek(Long.parseLong(words[0]) * 512);
                    for (long count = Long.parseLong(words[1]); count > 0; count--) {
                        file.write(sector);
                    }
                }
            }
        }
    }
}
