package org.dmkit.formats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.format.PartitionFormat;
import org.dmkit.raid.format.PartitionReading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** A set that holds some blocks, the others are zero. Gives a format only what it asked for. */
public final class PartitionedSet {
    private final long blocks;
    private final int blockSize;
    private final Map<Long, Block> content = new TreeMap<>();
    private final Set<Long> unreadable = new HashSet<>();

    public PartitionedSet(long blocks, int blockSize) {
        this.blocks = blocks;
        this.blockSize = blockSize;
    }

    public long blocks() {
        return blocks;
    }

    public int blockSize() {
        return blockSize;
    }

    public Block get(long block) {
        return content.getOrDefault(block, Block.zeros(blockSize));
    }

    public PartitionedSet put(long block, Block bytes) {
        for (int i = 0; i * blockSize < bytes.size(); i++) {
            int length = Math.min(blockSize, bytes.size() - i * blockSize);
            content.put(block + i, Block.zeros(blockSize).with(0, bytes.slice(i * blockSize, length)));
        }
        return this;
    }

    public PartitionedSet unreadable(long block) {
        unreadable.add(block);
        return this;
    }

    /** What the format makes of it at last. */
    public PartitionReading reading(PartitionFormat format) {
        var asked = new HashSet<Extent>();
        for (int round = 0; round < 2000; round++) {
            PartitionReading reading = format.read(blocks * (blockSize / 512), blockSize, sectors(asked));
            if (!(reading instanceof PartitionReading.Needs needs)) {
                return reading;
            }
            if (!asked.addAll(needs.extents())) {
                return needs.otherwise();
            }
        }
        throw new AssertionError("it never ends");
    }

    private Sectors sectors(Set<Extent> asked) {
        return extent -> {
            if (!asked.contains(extent)) {
                return Optional.empty();
            }
            int each = blockSize / 512;
            Block bytes = Block.EMPTY;
            for (long block = extent.lba() / each; block < extent.end() / each; block++) {
                if (unreadable.contains(block)) {
                    return Optional.empty();
                }
                bytes = bytes.then(get(block));
            }
            return Optional.of(MemorySegment.ofArray(bytes.toBytes()));
        };
    }

    /** {@code NUMBER LBA+COUNT} a partition; fails if there is no table. */
    public List<String> partitions(PartitionFormat format) {
        if (reading(format) instanceof PartitionReading.Found found) {
            return found.partitions().stream().map(PartitionedSet::text).toList();
        }
        throw new AssertionError("no table: " + reading(format));
    }

    private static String text(Partition p) {
        return p.number() + " " + p.extent();
    }

    /** Codes of all findings. */
    public List<String> codes(PartitionFormat format) {
        List<Finding> findings = switch (reading(format)) {
            case PartitionReading.Found f -> f.findings();
            case PartitionReading.Broken b -> b.findings();
            case PartitionReading.Absent a -> List.of();
            case PartitionReading.Needs n -> throw new AssertionError("not settled");
        };
        return findings.stream().map(Finding::code).toList();
    }

    /** What util-linux finds in an image of the set, in the words of {@link #partitions}; without extended partitions. */
    public List<String> partitionsByPartx(Path directory) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/partx")), "needs partx");
        Path image = directory.resolve("image");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(blocks * blockSize);
            for (var entry : content.entrySet()) {
                file.seek(entry.getKey() * blockSize);
                file.write(entry.getValue().toBytes());
            }
        }
        Process partx = new ProcessBuilder(
                        "/usr/bin/partx", "--noheadings", "--raw", "--output", "NR,START,SECTORS,TYPE", image + "")
                .redirectErrorStream(true)
                .start();
        String output = new String(partx.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        partx.waitFor();
        var lines = new ArrayList<String>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (!Set.of("0x5", "0xf", "0x85").contains(words[3])) {
                lines.add(words[0] + " " + words[1] + "+" + words[2]);
            }
        }
        return lines;
    }
}
