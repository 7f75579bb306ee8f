package org.dmkit.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableWriter;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A table of two-way striped targets, written as DM_TABLE_LOAD takes it. The time is that of the whole table. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {
    private static final long LENGTH = 1 << 20;
    private static final int CHUNK = 128;

    /** struct dm_target_spec of linux/dm-ioctl.h. */
    private static final int SPEC_LENGTH = 8;

    private static final int SPEC_NEXT = 20;
    private static final int SPEC_TYPE = 24;
    private static final int SPEC = 40;

    private static final TableWriter.Numbers NONE = name -> {
        throw new AssertionError(name);
    };

    @Param({"1", "100", "10000"})
    int targets;

    private Table table = Table.EMPTY;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long address;
    private long legs;

    @Setup
    public void setUp() throws KernelException {
        MemorySegment numbers = Arena.global().allocate(2L * targets * 16, 8);
        var lines = new ArrayList<Table.Line>();
        for (int i = 0; i < targets; i++) {
            long offset = i * LENGTH / 2;
            lines.add(new Table.Line(
                    i * LENGTH,
                    LENGTH,
                    new DmTarget.Striped(
                            CHUNK, List.of(leg(numbers, 2 * i, 16, offset), leg(numbers, 2 * i + 1, 32, offset)))));
        }
        table = new Table(lines);
        int bytes = TableWriter.bound(table);
        MemorySegment memory = Arena.global().allocate(bytes, 8);
        buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        address = memory.address();
        legs = numbers.address();
        same();
    }

    @Benchmark
    public int dmkit() throws KernelException {
        return TableWriter.write(table, buffer, 0, NONE);
    }

    @Benchmark
    public long c() {
        return Baseline.tableWrite(legs, targets, LENGTH, CHUNK, address);
    }

    /** As one would write it without a thought for speed. */
    @Benchmark
    public int concatenation() {
        int at = 0;
        for (Table.Line line : table.lines()) {
            var target = (DmTarget.Striped) line.target();
            String text = target.legs().size() + " " + target.chunk();
            for (DmTarget.Leg leg : target.legs()) {
                text += " " + leg.device().text() + " " + leg.offset();
            }
            buffer.put(at, new byte[SPEC]);
            buffer.putLong(at, line.start()).putLong(at + SPEC_LENGTH, line.length());
            buffer.put(at + SPEC_TYPE, target.type().getBytes(StandardCharsets.US_ASCII));
            byte[] parameters = text.getBytes(StandardCharsets.US_ASCII);
            int padded = (parameters.length + 8) & ~7;
            buffer.put(at + SPEC, parameters).put(at + SPEC + parameters.length, new byte[padded - parameters.length]);
            buffer.putInt(at + SPEC_NEXT, SPEC + padded);
            at += SPEC + padded;
        }
        return at;
    }

    /** The three are only worth comparing if they write the same. */
    private void same() throws KernelException {
        byte[] ours = written(dmkit());
        if (!Arrays.equals(ours, written(concatenation()))) {
            throw new IllegalStateException("concatenation writes another table");
        }
        if (System.getProperty(Baseline.LIBRARY) != null && !Arrays.equals(ours, written((int) c()))) {
            throw new IllegalStateException("C writes another table");
        }
    }

    private byte[] written(int bytes) {
        byte[] copy = new byte[bytes];
        buffer.get(0, copy);
        buffer.put(0, new byte[buffer.capacity()]);
        return copy;
    }

    /** Also for C: struct leg of baseline.c. */
    private static DmTarget.Leg leg(MemorySegment numbers, int index, int minor, long offset) {
        long at = 16L * index;
        numbers.set(ValueLayout.JAVA_INT, at, 8);
        numbers.set(ValueLayout.JAVA_INT, at + 4, minor);
        numbers.set(ValueLayout.JAVA_LONG, at + 8, offset);
        return new DmTarget.Leg(DeviceRef.of(new DeviceNumber(8, minor)), offset);
    }
}
