package org.dmkit.formats.isw;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.jspecify.annotations.Nullable;

/**
 * A serial number as the disk table has it: at most 16 bytes. How it comes from the disk's own: blanks dropped, {@code :}
 * becomes {@code ;}, the last 16 bytes kept. {@code :} is the mark of an entry whose disk is gone.
 */
record IswSerial(String text) {
    static final int LENGTH = 16;

    private static final String GONE = ":0";

    /** The field as it is, up to the first NUL. */
    static IswSerial stored(Block field) {
        byte[] bytes = field.toBytes();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new IswSerial(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    }

    /**
     * What writers may have stored for this disk, the first being what we write. mdadm drops everything that isn't printable
     * ASCII, dmraid only white space; a disk without a serial is stored under its device's name (mdadm, when told to).
     */
    static List<IswSerial> of(DiskInfo disk) {
        String raw = disk.serial().isBlank() ? disk.name() : disk.serial();
        Set<IswSerial> forms = new LinkedHashSet<>();
        forms.add(normalised(raw.chars().filter(c -> c > ' ' && c < 0x7f)));
        forms.add(normalised(raw.chars().filter(c -> c != 0 && !isSpace(c))));
        return List.copyOf(forms);
    }

    private static IswSerial normalised(IntStream characters) {
        String s = characters
                .map(c -> c == ':' ? ';' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new IswSerial(s.substring(Math.max(0, s.length() - LENGTH)));
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** With {@code :0} behind; cut in front so that it fits with its NUL. */
    IswSerial failed() {
        String s = text + GONE;
        return new IswSerial(s.substring(Math.max(0, s.length() - (LENGTH - 1))));
    }

    IswSerial withoutFirst() {
        return new IswSerial(text.isEmpty() ? text : text.substring(1));
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** 16 bytes, NUL padded. */
    Block field() {
        Block bytes = Block.copyOf(text.getBytes(StandardCharsets.ISO_8859_1));
        return Block.zeros(LENGTH).with(0, bytes);
    }

    @Override
    public String toString() {
        return text;
    }

    // Written out, because what a record has by itself is linked when first called, which a short command pays for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IswSerial o && text.equals(o.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
