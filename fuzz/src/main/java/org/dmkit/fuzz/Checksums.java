package org.dmkit.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.dmkit.blockio.MemoryDisk;

/**
 * Makes the checksums of changed metadata right again, so that a fuzzer gets past them to the fields behind. Written from the
 * facts of each format and not from its decoder; formats without a checksum need nothing.
 */
final class Checksums {
    private static final int[] PDC_PLACES = {63, 255, 256, 16, 399, 591, 675, 735, 974, 991, 911, 951, 3087};

    /** Where a header tells place and length of what is one block; configurations are several. */
    private static final int[] DDF_SECTIONS = {192, 200, 208, 224};

    private Checksums() {}

    static void repair(String format, MemoryDisk disk) throws IOException {
        long n = disk.info().sectors();
        switch (format) {
            case "isw" -> repairIsw(disk, n);
            case "asr" -> repairAsr(disk, n);
            case "ddf1" -> {
                repairDdf(disk, n - 1);
                repairDdf(disk, n - 257);
                byte[] anchor = read(disk, n - 1, 1);
                repairDdf(disk, bigEndian(anchor, 96, 8));
                repairDdf(disk, bigEndian(anchor, 104, 8));
            }
            case "hpt45x" -> {
                byte[] sector = read(disk, n - 11, 1);
                zeroSum(sector, 0x90, 1, 0x08);
                zeroSum(sector, 512, 1, 0x90);
                write(disk, n - 11, sector);
            }
            case "nvidia" -> zeroSum(disk, n - 2, 0x78, 4, 0x0c);
            case "jmicron" -> zeroSum(disk, n - 1, 0x80, 2, 0x04);
            case "sil" -> {
                for (int i = 0; i < 4; i++) {
                    zeroSum(disk, n - 1 - 512L * i, 0x140, 2, 0x13e);
                }
            }
            case "via" -> {
                byte[] sector = read(disk, n - 1, 1);
                put(sector, 50, 1, sum(sector, 0, 50, 1));
                write(disk, n - 1, sector);
            }
            case "pdc" -> {
                for (int place : PDC_PLACES) {
                    for (int k = 0; k < 4; k++) {
                        repairPdc(disk, n - place + 14L * k);
                    }
                }
            }
            case "gpt" -> {
                repairGpt(disk, 1);
                repairGpt(disk, n - 1);
            }
            default -> {}
        }
    }

    /** The first block is the last but one, the rest lies before it. */
    private static void repairIsw(MemoryDisk disk, long n) throws IOException {
        int unit = disk.info().sectorSize() / 512;
        byte[] anchor = read(disk, n - 2L * unit, unit);
        int size = (int) Math.max(0, Math.min(get(anchor, 0x24, 4), 64 * 1024));
        int behind = Math.max(0, (size + anchor.length - 1) / anchor.length - 1) * unit;
        byte[] rest = read(disk, n - 2L * unit - behind, behind);
        long sum = 0;
        for (int i = 0; i + 4 <= size; i += 4) {
            boolean first = i + 4 <= anchor.length;
            sum += i == 0x20 ? 0 : first ? get(anchor, i, 4) : get(rest, i - anchor.length, 4);
        }
        put(anchor, 0x20, 4, sum);
        write(disk, n - 2L * unit, anchor);
    }

    /** That of the table, of the bytes of its lines that are in use. */
    private static void repairAsr(MemoryDisk disk, long n) throws IOException {
        long at = bigEndian(read(disk, n - 1, 1), 0x104, 4);
        byte[] table = read(disk, at, 16);
        int used = (int) Math.min(bigEndian(table, 0x0a, 2), 127) * 64;
        long sum = sum(table, 0x40, 0x40 + used, 1);
        put(table, 0x0e, 1, sum >> 8);
        put(table, 0x0f, 1, sum);
        write(disk, at, table);
    }

    /** A header, and the sections that it points to. */
    private static void repairDdf(MemoryDisk disk, long lba) throws IOException {
        byte[] header = read(disk, lba, 1);
        if (bigEndian(header, 0, 4) == 0xde11de11L) {
            repairDdf(disk, lba, 1);
            for (int section : DDF_SECTIONS) {
                repairDdf(disk, lba + bigEndian(header, section, 4), bigEndian(header, section + 4, 4));
            }
            long each = Math.max(1, bigEndian(header, 134, 2));
            long configurations = bigEndian(header, 216, 4);
            long end = Math.min(bigEndian(header, 220, 4), 1024);
            for (long record = 0; record + each <= end; record += each) {
                repairDdf(disk, lba + configurations + record, each);
            }
        }
    }

    private static void repairDdf(MemoryDisk disk, long lba, long sectors) throws IOException {
        if (sectors < 1 || sectors > 1024) {
            return;
        }
        byte[] block = read(disk, lba, (int) sectors);
        Arrays.fill(block, 4, 8, (byte) 0xff);
        var crc = new CRC32();
        crc.update(block);
        put(block, 4, 4, Long.reverseBytes(crc.getValue()) >>> 32);
        write(disk, lba, block);
    }

    /** First that of the entries, because the header's covers it. */
    private static void repairGpt(MemoryDisk disk, long lba) throws IOException {
        byte[] header = read(disk, lba, 1);
        if (header[0] == 'E' && header[1] == 'F') {
            long bytes = get(header, 80, 4) * get(header, 84, 4);
            if (bytes > 0 && bytes <= 64 * 1024) {
                byte[] entries = read(disk, get(header, 72, 8), (int) ((bytes + 511) / 512));
                put(header, 88, 4, crc32(entries, (int) bytes));
            }
            put(header, 16, 4, 0);
            put(header, 16, 4, crc32(header, (int) Math.min(512, get(header, 12, 4))));
            write(disk, lba, header);
        }
    }

    private static long crc32(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static void repairPdc(MemoryDisk disk, long lba) throws IOException {
        byte[] block = read(disk, lba, 4);
        if (block[0] == 'P' && block[1] == 'r') {
            put(block, 0x7fc, 4, sum(block, 0, 0x7fc, 4));
            write(disk, lba, block);
        }
    }

    /** Words of {@code width} bytes add up to nothing; the one at {@code at} sees to it. */
    private static void zeroSum(MemoryDisk disk, long lba, int length, int width, int at) throws IOException {
        byte[] sector = read(disk, lba, 1);
        zeroSum(sector, length, width, at);
        write(disk, lba, sector);
    }

    private static void zeroSum(byte[] sector, int length, int width, int at) {
        put(sector, at, width, 0);
        put(sector, at, width, -sum(sector, 0, length, width));
    }

    private static long sum(byte[] bytes, int from, int to, int width) {
        long sum = 0;
        for (int i = from; i + width <= to; i += width) {
            sum += get(bytes, i, width);
        }
        return sum;
    }

    private static long bigEndian(byte[] bytes, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static long get(byte[] bytes, int at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static void put(byte[] bytes, int at, int width, long value) {
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >> (8 * i));
        }
    }

    /** Zeros where the disk has nothing. */
    private static byte[] read(MemoryDisk disk, long lba, int count) throws IOException {
        if (count == 0 || lba < 0 || lba + count > disk.info().sectors()) {
            return new byte[count * 512];
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(count * 512L, 4096);
            disk.read(lba, memory);
            return memory.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static void write(MemoryDisk disk, long lba, byte[] bytes) throws IOException {
        if (lba >= 0 && lba + bytes.length / 512 <= disk.info().sectors()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = arena.allocate(bytes.length, 4096);
                MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
                disk.write(lba, memory);
            }
        }
    }
}
