package org.dmkit.dm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * How names and uuids are spelled outside dmkit: each byte that udev doesn't like becomes {@code \xNN}, as libdm does it by
 * default, so that dmsetup, udev and dmkit mean the same device. A backslash is such a byte, so this can always be undone.
 */
final class NameMangling {
    private static final String PLAIN = "#+-.:=@_";

    private NameMangling() {}

    /** The device that the kernel calls so. What is no name when it is undone, as {@code a\\x2fb}, stays as it is. */
    static DmName name(String spelled) {
        String plain = unmangle(spelled);
        return new DmName(DmName.isName(plain) ? plain : spelled);
    }

    /** What the kernel calls this device: {@link #name} backwards. */
    static String spelled(DmName name) {
        return DmName.isName(unmangle(name.value())) ? mangle(name.value()) : name.value();
    }

    static String mangle(String name) {
        if (name.chars().allMatch(NameMangling::isPlain)) {
            return name;
        }
        var s = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (isPlain(c)) {
                s.append((char) c);
            } else {
                s.append("\\x").append(digit(c >> 4)).append(digit(c & 15));
            }
        }
        return s.toString();
    }

    /** Whatever is no {@code \xNN} stays as it is: other programs may have named the device. */
    static String unmangle(String name) {
        if (name.indexOf('\\') < 0) {
            return name;
        }
        byte[] in = name.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (i + 3 < in.length && in[i] == '\\' && in[i + 1] == 'x' && isHex(in[i + 2]) && isHex(in[i + 3])) {
                out.write(Character.digit(in[i + 2], 16) << 4 | Character.digit(in[i + 3], 16));
                i += 3;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || PLAIN.indexOf(c) >= 0;
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0;
    }

    private static char digit(int value) {
        return Character.forDigit(value, 16);
    }
}
