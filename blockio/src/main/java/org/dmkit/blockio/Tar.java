package org.dmkit.blockio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tar archives of small files (POSIX.1-1988 ustar): enough for a capture that {@code tar} packed, or shall unpack. Only
 * regular files are read; all else (directories, links, extended headers) is skipped. Writing gives the same bytes for the
 * same files: no times, no owners.
 */
final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int NUMBER_LENGTH = 12;

    private Tar() {}

    /** Reads all regular files by name; refuses archives whose files are together larger than {@code limit} bytes. */
    static Map<String, byte[]> read(InputStream in, long limit) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        long blocksLeft = limit / BLOCK;
        byte[] header = new byte[BLOCK];
        while (readHeader(in, header)) {
            if (octal(header, CHECKSUM, 8) != checksum(header)) {
                throw new IOException("no tar archive, or damaged: wrong checksum of a header");
            }
            long size = octal(header, SIZE, NUMBER_LENGTH);
            long blocks = 1 + (size + BLOCK - 1) / BLOCK;
            if (blocks > blocksLeft) {
                throw new IOException("larger than " + limit + " bytes");
            }
            blocksLeft -= blocks;
            byte[] content = in.readNBytes((int) size);
            in.skipNBytes((blocks - 1) * BLOCK - size);
            if (content.length < size) {
                throw new EOFException("tar archive ends too early");
            }
            if (header[TYPE] == '0' || header[TYPE] == 0) {
                files.put(name(header), content);
            }
        }
        drain(in, limit);
        return files;
    }

    /** False at the block of zeros that ends an archive. */
    private static boolean readHeader(InputStream in, byte[] header) throws IOException {
        if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
            throw new EOFException("tar archive ends too early");
        }
        return header[NAME] != 0;
    }

    /** Reads what is behind the end, because the packed stream's own checksum comes last. */
    private static void drain(InputStream in, long limit) throws IOException {
        byte[] rest = new byte[BLOCK];
        long left = limit;
        for (int n = in.read(rest); n >= 0; n = in.read(rest)) {
            left -= n;
            if (left < 0) {
                throw new IOException("larger than " + limit + " bytes");
            }
        }
    }

    static void write(OutputStream out, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] content = file.getValue();
            out.write(header(file.getKey(), content.length));
            out.write(content);
            out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }
        out.write(new byte[2 * BLOCK]);
    }

    private static byte[] header(String name, int size) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_LENGTH) {
            throw new IOException(name + ": too long a name for an archive");
        }
        System.arraycopy(bytes, 0, header, NAME, bytes.length);
        putOctal(header, MODE, 8, 0644);
        putOctal(header, MODE + 8, 8, 0);
        putOctal(header, MODE + 16, 8, 0);
        putOctal(header, SIZE, NUMBER_LENGTH, size);
        putOctal(header, TIME, NUMBER_LENGTH, 0);
        header[TYPE] = '0';
        byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, header, MAGIC, magic.length);
        putOctal(header, CHECKSUM, 7, checksum(header));
        header[CHECKSUM + 7] = ' ';
        return header;
    }

    private static String name(byte[] header) {
        String name = string(header, NAME, NAME_LENGTH);
        String magic = string(header, MAGIC, 6);
        // Only POSIX archives have a prefix; GNU's own put times there and end the magic with a blank.
        String prefix = magic.equals("ustar") ? string(header, PREFIX, PREFIX_LENGTH) : "";
        String whole = prefix.isEmpty() ? name : prefix + "/" + name;
        return whole.startsWith("./") ? whole.substring(2) : whole;
    }

    private static String string(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = string(header, from, length).strip();
        try {
            long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IOException("no tar archive, or damaged: a header's number is not octal");
    }

    private static void putOctal(byte[] header, int from, int length, long value) {
        String digits = Long.toOctalString(value);
        for (int i = 0; i < length - 1; i++) {
            int at = digits.length() - (length - 1) + i;
            header[from + i] = (byte) (at < 0 ? '0' : digits.charAt(at));
        }
    }

    /** Sum of all bytes, the checksum's own taken as blanks. */
    private static long checksum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }
}
