package org.dmkit.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.ImageDisk;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.formats.isw.IswFormat;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Opens all disks, reads the head and the tail of each, closes them; the time is that of one pass over all. {@link #scanner}
 * looks for metadata, too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScanBenchmark {
    private static final int SECTOR = 512;
    private static final int HEAD = Scan.HEAD * SECTOR;
    private static final int HEAD_PAGES = (HEAD + 4095) / 4096 * 4096;
    private static final int TAIL = Scan.TAIL * SECTOR;
    private static final long BYTES = 64L << 20;
    private static final int O_DIRECT = 0x4000;
    private static final List<Format<?>> FORMATS = List.of(new IswFormat());

    @Param({"64", "256", "1000"})
    int disks;

    @SuppressWarnings("NullAway.Init") // by setUp
    private LoopDisks loops;

    private final List<DiskInfo> infos = new ArrayList<>();
    private final BatchReader sequential = BatchReader.sequential();
    private final BatchReader batched = BatchReader.create();
    private MemorySegment memory = MemorySegment.NULL;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private Set<OpenOption> options = Set.of(StandardOpenOption.READ);
    private long names;
    private long ends;

    @Setup
    public void setUp() throws IOException, ReflectiveOperationException {
        loops = LoopDisks.create(disks, BYTES);
        Arena arena = Arena.global();
        MemorySegment pointers = arena.allocate(8L * disks, 8);
        MemorySegment sizes = arena.allocate(8L * disks, 8);
        for (int i = 0; i < disks; i++) {
            Path path = loops.paths().get(i);
            if (loops.areDevices()) {
                infos.add(new SysfsDisks().describe(path));
            }
            pointers.setAtIndex(
                    ValueLayout.JAVA_LONG,
                    i,
                    arena.allocateFrom(path.toString()).address());
            sizes.setAtIndex(ValueLayout.JAVA_LONG, i, BYTES);
        }
        if (loops.areDevices()) {
            options = Set.of(StandardOpenOption.READ, direct());
        }
        names = pointers.address();
        ends = sizes.address();
        memory = arena.allocate((long) disks * (HEAD + TAIL) + HEAD_PAGES, 4096);
        buffer = memory.asByteBuffer();
        if (pread() != batch() || fileChannel() != (long) disks * (HEAD + TAIL)) {
            throw new IllegalStateException("not all was read");
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        sequential.close();
        batched.close();
        loops.close();
    }

    @Benchmark
    public long c() {
        return Baseline.scan(names, disks, ends, HEAD, TAIL, loops.areDevices() ? O_DIRECT : 0, memory.address());
    }

    /** Past the page cache as the others, in whole pages. */
    @Benchmark
    public long fileChannel() throws IOException {
        long sum = 0;
        for (Path path : loops.paths()) {
            try (FileChannel file = FileChannel.open(path, options)) {
                sum += Math.min(HEAD, file.read(buffer.clear().limit(HEAD_PAGES), 0));
                sum += file.read(buffer.clear().limit(TAIL), BYTES - TAIL);
            }
        }
        return sum;
    }

    @Benchmark
    public long pread() throws IOException {
        return read(sequential);
    }

    @Benchmark
    public long batch() throws IOException {
        return read(batched);
    }

    @Benchmark
    public int scanner() throws IOException {
        List<Disk> open = open();
        try (Scan scan = Scanner.scan(open, batched, FORMATS)) {
            return scan.blank().size();
        } finally {
            open.forEach(Disk::close);
        }
    }

    private long read(BatchReader reader) throws IOException {
        List<Disk> open = open();
        var requests = new ArrayList<BatchReader.Request>(2 * disks);
        long at = 0;
        for (Disk disk : open) {
            requests.add(new BatchReader.Request(disk, 0, memory.asSlice(at, HEAD)));
            requests.add(new BatchReader.Request(disk, (BYTES - TAIL) / SECTOR, memory.asSlice(at + HEAD, TAIL)));
            at += HEAD + TAIL;
        }
        long failed = reader.read(requests).stream().filter(e -> e != null).count();
        open.forEach(Disk::close);
        if (failed > 0) {
            throw new IOException(failed + " reads failed");
        }
        return at;
    }

    /** By its name: javac warns of whatever lies in that package. */
    private static OpenOption direct() throws ReflectiveOperationException {
        return (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                .getField("DIRECT")
                .get(null);
    }

    private List<Disk> open() throws IOException {
        var open = new ArrayList<Disk>(disks);
        for (int i = 0; i < disks; i++) {
            open.add(
                    loops.areDevices()
                            ? KernelDisk.open(infos.get(i), false)
                            : ImageDisk.open(loops.paths().get(i), false));
        }
        return open;
    }
}
