package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TableWriterTest {
    private static final List<DmTarget> TARGETS = Targets.ALL;

    /** struct dm_target_spec of linux/dm-ioctl.h: where the parameters begin. */
    private static final int SPEC_BYTES = 40;

    private static final TableWriter.Numbers NO_NUMBERS = name -> {
        throw new KernelException("DM_DEV_STATUS", name.value(), Errno.ENXIO);
    };

    @Test
    void aTableIsStructsWithTextBehindThem() throws KernelException {
        var table = new Table(List.of(
                new Table.Line(0, 100, new DmTarget.Linear(DeviceRef.of(new DeviceNumber(8, 16)), 2048)),
                new Table.Line(100, 28, new DmTarget.Zero())));
        ByteBuffer buffer = buffer(table);
        // 40 bytes, "8:16 2048" and its NUL, padded to 8; 40 bytes, a NUL, padded.
        assertThat(TableWriter.write(table, buffer, 8, NO_NUMBERS)).isEqualTo(8 + 56 + 48);
        assertThat(buffer.getLong(8)).isZero();
        assertThat(buffer.getLong(16)).isEqualTo(100);
        assertThat(buffer.getInt(24)).isZero();
        assertThat(buffer.getInt(28)).isEqualTo(56);
        assertThat(text(buffer, 32, 32)).isEqualTo("linear" + "\0".repeat(10) + "8:16 2048" + "\0".repeat(7));
        assertThat(buffer.getLong(64)).isEqualTo(100);
        assertThat(buffer.getLong(72)).isEqualTo(28);
        assertThat(buffer.getInt(84)).isEqualTo(48);
        assertThat(text(buffer, 88, 24)).isEqualTo("zero" + "\0".repeat(20));
    }

    @Test
    void aBackslashIsWrittenTwiceBecauseTheKernelTakesOneOff() throws KernelException {
        Table table = Table.of(8, new DmTarget.Linear(DeviceRef.ofPath("/dev/mapper/a\\x20b"), 0));
        ByteBuffer buffer = buffer(table);
        TableWriter.write(table, buffer, 0, NO_NUMBERS);
        assertThat(text(buffer, SPEC_BYTES, 22)).isEqualTo("/dev/mapper/a\\\\x20b 0\0");
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void everyTargetIsWrittenAsItIsFormatted(DmTarget target) throws KernelException {
        Table table = Table.of(Long.MAX_VALUE, target);
        ByteBuffer buffer = buffer(table);
        int end = TableWriter.write(table, buffer, 0, NO_NUMBERS);
        assertThat(end % 8).isZero();
        assertThat(buffer.getInt(20)).isEqualTo(end);
        assertThat(upToNul(buffer, 24)).isEqualTo(target.type());
        assertThat(upToNul(buffer, SPEC_BYTES)).isEqualTo(TargetFormatter.parameters(target));
    }

    @Test
    void noKindOfTargetIsForgotten() {
        assertThat(TARGETS.stream().<Class<?>>map(DmTarget::getClass).distinct())
                .containsExactlyInAnyOrder(DmTarget.class.getPermittedSubclasses());
    }

    @Test
    void numbersOfEveryLengthAreWritten() throws KernelException {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(42);
        var numbers = new ArrayList<Long>();
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            numbers.addAll(List.of(power - 1, power, power + 1, 9 * power, 10 * power - 1));
        }
        for (int bit = 1; bit < 63; bit++) {
            numbers.addAll(List.of((1L << bit) - 1, 1L << bit, random.nextLong(1L << bit)));
        }
        numbers.add(Long.MAX_VALUE);
        for (long number : numbers) {
            Table table = Table.of(1, new DmTarget.Linear(DeviceRef.of(new DeviceNumber(1, 1)), number));
            ByteBuffer buffer = buffer(table);
            TableWriter.write(table, buffer, 0, NO_NUMBERS);
            assertThat(upToNul(buffer, SPEC_BYTES)).isEqualTo("1:1 " + number);
        }
    }

    @Test
    void aMappedDeviceIsNamedByItsNumber() throws KernelException {
        Table table = Table.of(8, new DmTarget.SnapshotOrigin(DeviceRef.of(new DmName("lower"))));
        ByteBuffer buffer = buffer(table);
        TableWriter.write(
                table, buffer, 0, name -> new DeviceNumber(253, name.value().length()));
        assertThat(upToNul(buffer, SPEC_BYTES)).isEqualTo("253:5");
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> TableWriter.write(table, buffer, 0, NO_NUMBERS))
                .withMessage("DM_DEV_STATUS lower: ENXIO");
    }

    @Test
    void whatTheKernelWouldMisreadIsRefused() {
        Table negative = Table.of(8, new DmTarget.Linear(DeviceRef.of(new DeviceNumber(8, 0)), -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableWriter.write(negative, buffer(negative), 0, NO_NUMBERS));
        Table longType = Table.of(8, new DmTarget.Generic("sixteen-letters-", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableWriter.write(longType, buffer(longType), 0, NO_NUMBERS));
        Table fine = Table.of(8, new DmTarget.Zero());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableWriter.write(
                        fine, ByteBuffer.allocateDirect(1024).order(ByteOrder.BIG_ENDIAN), 0, NO_NUMBERS));
    }

    @Test
    void aThousandTargetsAllocateNothing() throws KernelException {
        var lines = new ArrayList<Table.Line>();
        for (int i = 0; i < 1000; i++) {
            lines.add(new Table.Line(i * 8L, 8, TARGETS.get(i % TARGETS.size())));
        }
        // Text that isn't ASCII has to be encoded first; no name that the kernel reports is such.
        lines.replaceAll(l -> l.target().parameters().chars().allMatch(c -> c < 0x80)
                ? l
                : new Table.Line(l.start(), l.length(), new DmTarget.Zero()));
        var table = new Table(lines);
        ByteBuffer buffer = buffer(table);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int end = 0;
        // The least of some rounds: class loading and the compilers leave a few bytes behind in others.
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            end = TableWriter.write(table, buffer, 0, NO_NUMBERS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(end).isGreaterThan(40_000);
    }

    private static ByteBuffer buffer(Table table) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(8 + TableWriter.bound(table)).order(ByteOrder.nativeOrder());
        byte[] dirt = new byte[buffer.capacity()];
        Arrays.fill(dirt, (byte) 0xee);
        return buffer.put(0, dirt);
    }

    private static String upToNul(ByteBuffer buffer, int at) {
        int end = at;
        while (buffer.get(end) != 0) {
            end++;
        }
        return text(buffer, at, end - at);
    }

    private static String text(ByteBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length];
        buffer.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
