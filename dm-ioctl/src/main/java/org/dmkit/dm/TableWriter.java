package org.dmkit.dm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/**
 * Writes a table as DM_TABLE_LOAD takes it: one struct dm_target_spec a line, its parameters as text behind it. Allocates
 * nothing, digits go straight into the buffer. Parameters are those of {@link DmTarget#parameters}, except that another mapped
 * device is named by its number.
 *
 * <p>Loops count and the kind of a target is asked with instanceof, because without the optimising compiler an iterator is
 * garbage and the first pattern switch costs milliseconds of start-up.
 */
public final class TableWriter {
    /** The fixed part of a line and its longest words and padding. */
    private static final int LINE_BYTES = DmLayout.SPEC + 128;

    /** Blank, a number device, blank, 19 digits. */
    private static final int LEG_BYTES = 34;

    /** "00" to "99" as two bytes each. */
    private static final short[] PAIRS = pairs();

    /** 1, 10, 100, ... */
    private static final long[] POWERS = powers();

    private static final long CORE_2 = word("core 2 ");
    private static final long SYNC = word("sync ");
    private static final long NOSYNC = word("nosync ");

    private static final Type NOTHING = new Type(0, 0);
    private static final Type LINEAR = new Type("linear");
    private static final Type STRIPED = new Type("striped");
    private static final Type MIRROR = new Type("mirror");
    private static final Type RAID = new Type("raid");

    private TableWriter() {}

    /** Tells the number of a mapped device. */
    @FunctionalInterface
    public interface Numbers {
        DeviceNumber numberOf(DmName name) throws KernelException;
    }

    /** Bytes that {@link #write} needs at most. */
    public static int bound(Table table) {
        List<Table.Line> lines = table.lines();
        long sum = 0;
        for (int i = 0; i < lines.size(); i++) {
            sum += bound(lines.get(i).target());
        }
        return Math.toIntExact(sum);
    }

    /**
     * Writes all lines.
     *
     * @param buffer in native byte order, with room for {@link #bound} bytes from {@code at} on
     * @param at where the first struct goes, a multiple of 8
     * @return where the last line ends, a multiple of 8
     */
    public static int write(Table table, ByteBuffer buffer, int at, Numbers numbers) throws KernelException {
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("not in native byte order");
        }
        List<Table.Line> lines = table.lines();
        int start = at;
        for (int i = 0; i < lines.size(); i++) {
            start = line(buffer, start, lines.get(i), numbers);
        }
        return start;
    }

    private static int line(ByteBuffer b, int start, Table.Line line, Numbers numbers) throws KernelException {
        b.putLong(start + DmLayout.SPEC_START, line.start());
        b.putLong(start + DmLayout.SPEC_LENGTH, line.length());
        b.putInt(start + DmLayout.SPEC_STATUS, 0);
        int end = parameters(b, start, line.target(), numbers);
        // The NUL and the padding; there is room, see LINE_BYTES.
        b.putLong(end, 0);
        int next = DmLayout.align(end + 1);
        b.putInt(start + DmLayout.SPEC_NEXT, next - start);
        return next;
    }

    private static int parameters(ByteBuffer b, int start, DmTarget target, Numbers numbers) throws KernelException {
        int at = start + DmLayout.SPEC;
        if (target instanceof DmTarget.Linear t) {
            LINEAR.write(b, start);
            return number(b, blank(b, device(b, at, t.device(), numbers)), t.offset());
        }
        if (target instanceof DmTarget.Striped t) {
            STRIPED.write(b, start);
            at = number(b, at, t.legs().size());
            at = number(b, blank(b, at), t.chunk());
            return legs(b, at, t.legs(), numbers);
        }
        if (target instanceof DmTarget.Mirror t) {
            MIRROR.write(b, start);
            b.putLong(at, CORE_2);
            at = blank(b, number(b, at + 7, t.region()));
            b.putLong(at, t.sync() ? SYNC : NOSYNC);
            at = number(b, at + (t.sync() ? 5 : 7), t.legs().size());
            at = legs(b, at, t.legs(), numbers);
            return t.handleErrors() ? ascii(b, at, " 1 handle_errors") : at;
        }
        if (target instanceof DmTarget.Raid t) {
            RAID.write(b, start);
            return raid(b, at, t, numbers);
        }
        Type.write(b, start, target.type());
        if (target instanceof DmTarget.SnapshotOrigin t) {
            return device(b, at, t.device(), numbers);
        }
        return target instanceof DmTarget.Generic t ? text(b, at, t.parameters()) : at;
    }

    private static int raid(ByteBuffer b, int start, DmTarget.Raid t, Numbers numbers) throws KernelException {
        int at = blank(b, text(b, start, t.level()));
        at = blank(b, number(b, at, t.parameterCount()));
        at = number(b, at, t.chunk());
        if (t.sync() != DmTarget.Raid.Sync.DEFAULT) {
            at = ascii(b, at, t.sync() == DmTarget.Raid.Sync.SYNC ? " sync" : " nosync");
        }
        for (int i = 0; i < t.rebuild().size(); i++) {
            at = number(b, ascii(b, at, " rebuild "), t.rebuild().get(i));
        }
        if (t.region().isPresent()) {
            at = number(b, ascii(b, at, " region_size "), t.region().getAsInt());
        }
        at = number(b, blank(b, at), t.slots().size());
        for (int i = 0; i < t.slots().size(); i++) {
            DmTarget.RaidSlot slot = t.slots().get(i);
            at = device(b, blank(b, at), slot.metadata(), numbers);
            at = device(b, blank(b, at), slot.data(), numbers);
        }
        return at;
    }

    private static int legs(ByteBuffer b, int start, List<DmTarget.Leg> legs, Numbers numbers) throws KernelException {
        int at = start;
        for (int i = 0; i < legs.size(); i++) {
            DmTarget.Leg leg = legs.get(i);
            at = device(b, blank(b, at), leg.device(), numbers);
            at = number(b, blank(b, at), leg.offset());
        }
        return at;
    }

    private static int device(ByteBuffer b, int at, DeviceRef device, Numbers numbers) throws KernelException {
        if (device instanceof DeviceRef.Number n) {
            return number(b, at, n.number());
        }
        if (device instanceof DeviceRef.Mapped m) {
            return number(b, at, numbers.numberOf(m.name()));
        }
        return text(b, at, device.text());
    }

    private static int number(ByteBuffer b, int at, DeviceNumber device) {
        int colon = number(b, at, device.major());
        b.put(colon, (byte) ':');
        return number(b, colon + 1, device.minor());
    }

    private static int blank(ByteBuffer b, int at) {
        b.put(at, (byte) ' ');
        return at + 1;
    }

    /** Decimal digits, two at a time from the last. */
    private static int number(ByteBuffer b, int at, long value) {
        if (value >= 0 && value < 10) {
            b.put(at, (byte) ('0' + value));
            return at + 1;
        }
        if (value >= 0 && value < 100) {
            b.putShort(at, PAIRS[(int) value]);
            return at + 2;
        }
        if (value < 0) {
            throw new IllegalArgumentException("negative number in a table: " + value);
        }
        int end = at + digits(value);
        int to = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            to -= 2;
            b.putShort(to, PAIRS[(int) (rest % 100)]);
            rest /= 100;
        }
        // 32-bit division is several times faster.
        int small = (int) rest;
        while (small >= 10) {
            to -= 2;
            b.putShort(to, PAIRS[small % 100]);
            small /= 100;
        }
        if (to > at) {
            b.put(at, (byte) ('0' + small));
        }
        return end;
    }

    /** Of a positive number; 1233 / 4096 is a little more than the logarithm of 2. */
    private static int digits(long value) {
        int guess = ((Long.SIZE - Long.numberOfLeadingZeros(value)) * 1233) >>> 12;
        return value >= POWERS[guess] ? guess + 1 : guess;
    }

    /** Text that is known to be ASCII. */
    private static int ascii(ByteBuffer b, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            b.put(at + i, (byte) text.charAt(i));
        }
        return at + text.length();
    }

    /** The kernel takes a backslash off what follows it (dm_split_args of drivers/md/dm-table.c), so each is written twice. */
    private static int text(ByteBuffer b, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80 || text.charAt(i) == '\\') {
                byte[] bytes = text.replace("\\", "\\\\").getBytes(StandardCharsets.UTF_8);
                b.put(at, bytes);
                return at + bytes.length;
            }
        }
        return ascii(b, at, text);
    }

    private static int bound(DmTarget target) {
        if (target instanceof DmTarget.Linear t) {
            return LINE_BYTES + bound(t.device());
        }
        if (target instanceof DmTarget.Striped t) {
            return LINE_BYTES + bound(t.legs());
        }
        if (target instanceof DmTarget.Mirror t) {
            return LINE_BYTES + bound(t.legs());
        }
        if (target instanceof DmTarget.Raid t) {
            int sum = LINE_BYTES + 3 * t.level().length() + 20 * t.rebuild().size();
            for (int i = 0; i < t.slots().size(); i++) {
                sum += LEG_BYTES
                        + bound(t.slots().get(i).metadata())
                        + bound(t.slots().get(i).data());
            }
            return sum;
        }
        if (target instanceof DmTarget.SnapshotOrigin t) {
            return LINE_BYTES + bound(t.device());
        }
        return LINE_BYTES
                + (target instanceof DmTarget.Generic t ? 3 * t.parameters().length() : 0);
    }

    private static int bound(List<DmTarget.Leg> legs) {
        int sum = LEG_BYTES * legs.size();
        for (int i = 0; i < legs.size(); i++) {
            sum += bound(legs.get(i).device());
        }
        return sum;
    }

    /** What a device needs beyond a number. */
    private static int bound(DeviceRef device) {
        return device instanceof DeviceRef.Path p ? 3 * p.path().length() : 0;
    }

    /** Up to eight ASCII characters, the first in the lowest address. */
    private static long word(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            int shift = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? i : 7 - i;
            word |= (long) text.charAt(i) << (shift * 8);
        }
        return word;
    }

    private static short[] pairs() {
        var pairs = new short[100];
        for (int i = 0; i < 100; i++) {
            int tens = '0' + i / 10;
            int ones = '0' + i % 10;
            pairs[i] =
                    (short) (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ones << 8 | tens : tens << 8 | ones);
        }
        return pairs;
    }

    private static long[] powers() {
        var powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** The name of a target type as two words. */
    private record Type(long first, long second) {
        Type(String name) {
            this(word(name), 0);
        }

        void write(ByteBuffer b, int start) {
            b.putLong(start + DmLayout.SPEC_TYPE, first);
            b.putLong(start + DmLayout.SPEC_TYPE + Long.BYTES, second);
        }

        static void write(ByteBuffer b, int start, String name) {
            if (name.length() >= DmLayout.TYPE_LEN) {
                throw new IllegalArgumentException("not a target type: \"" + name + "\"");
            }
            NOTHING.write(b, start);
            ascii(b, start + DmLayout.SPEC_TYPE, name);
        }
    }
}
