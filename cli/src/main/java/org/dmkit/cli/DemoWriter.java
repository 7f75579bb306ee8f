package org.dmkit.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.simulation.PowerCut;
import org.jspecify.annotations.Nullable;

/** A program that writes {@link DemoRecords} to a set, one after another, each acknowledged when it is flushed. */
final class DemoWriter implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Disk set;
    private final DemoRecords records;
    private final Thread thread;
    private volatile long acknowledged;
    private volatile long longestWait;
    private volatile boolean stop;
    private volatile @Nullable IOException failure;

    private DemoWriter(Disk set, DemoRecords records, long first) {
        this.set = set;
        this.records = records;
        this.acknowledged = first;
        this.thread = Thread.ofPlatform().daemon().name("demo-writer").unstarted(this::run);
    }

    /** Starts with a record's number; the set is closed at the end. */
    static DemoWriter start(Disk set, DemoRecords records, long first) {
        var writer = new DemoWriter(set, records, first);
        writer.thread.start();
        return writer;
    }

    /** All records below this number have been acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** The longest that any write had to wait for its acknowledgement. */
    Duration longestWait() {
        return Duration.ofNanos(longestWait);
    }

    private void run() {
        MemorySegment buffer = new SectorBuffer(DemoRecords.SECTORS).sectors(DemoRecords.SECTORS);
        try {
            for (long number = acknowledged; !stop && number < records.count(); number++) {
                records.fill(number, buffer);
                long begun = System.nanoTime();
                set.write(records.lba(number), buffer);
                set.flush();
                longestWait = Math.max(longestWait, System.nanoTime() - begun);
                acknowledged = number + 1;
                Thread.sleep(PACE);
            }
        } catch (PowerCut e) {
            // The record on its way was not acknowledged, and is written again after the restart.
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when so many more records are acknowledged. */
    void awaitMore(long more) throws IOException {
        long wanted = acknowledged + more;
        long began = System.nanoTime();
        while (acknowledged < wanted) {
            mustBeGood();
            if (!thread.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IOException("the program no longer gets its writes acknowledged");
            }
            sleep();
        }
    }

    /** Fails if any write failed. */
    void mustBeGood() throws IOException {
        IOException problem = failure;
        if (problem != null) {
            throw new IOException("a write of the program failed: " + problem.getMessage(), problem);
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(PACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it after the record that it is writing. */
    void end() {
        stop = true;
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        set.close();
    }
}
