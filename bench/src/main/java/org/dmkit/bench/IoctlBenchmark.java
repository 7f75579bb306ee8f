package org.dmkit.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.dmkit.linux.Syscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One ioctl that does next to nothing: BLKGETSIZE64 on a loop device. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IoctlBenchmark {
    private static final int TIMES = 1000;
    private static final long BYTES = 1 << 20;

    /** linux/fs.h */
    private static final long BLKGETSIZE64 = 0x80081272L;

    @SuppressWarnings("NullAway.Init") // by setUp
    private LoopDisks disks;

    private int fd;
    private long answer;

    @Setup
    public void setUp() throws IOException {
        disks = LoopDisks.create(1, BYTES);
        String node = disks.paths().getFirst().toString();
        fd = Syscalls.open(Arena.global().allocateFrom(node).address(), 0, 0);
        answer = Arena.global().allocate(8, 8).address();
        if (Syscalls.ioctl(fd, BLKGETSIZE64, answer) != 0) {
            throw new IOException(node + ": no size");
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        Syscalls.close(fd);
        disks.close();
    }

    @Benchmark
    @OperationsPerInvocation(TIMES)
    public int dmkit() {
        int sum = 0;
        for (int i = 0; i < TIMES; i++) {
            sum += Syscalls.ioctl(fd, BLKGETSIZE64, answer);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long c() {
        return Baseline.sizes(fd, TIMES);
    }
}
