package org.dmkit.blockio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads of several disks at the same time, one disk a thread, so that they wait together. For a few disks: it links nothing. */
final class ThreadBatchReader implements BatchReader {
    /** Threads at most. */
    private static final int MOST = BatchReader.MANY;

    @Override
    public List<@Nullable IOException> read(List<Request> requests) {
        @Nullable IOException[] answers = new IOException[requests.size()];
        var byDisk = new LinkedHashMap<Disk, List<Integer>>();
        for (int i = 0; i < answers.length; i++) {
            byDisk.computeIfAbsent(requests.get(i).disk(), d -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> work = List.copyOf(byDisk.values());
        var next = new AtomicInteger();
        Runnable worker = () -> {
            for (int k = next.getAndIncrement(); k < work.size(); k = next.getAndIncrement()) {
                for (int i : work.get(k)) {
                    answers[i] = PreadBatchReader.readOne(requests.get(i));
                }
            }
        };
        var others = new ArrayList<Thread>();
        for (int t = 1; t < Math.min(MOST, work.size()); t++) {
            others.add(Thread.ofPlatform().daemon().start(worker));
        }
        worker.run();
        others.forEach(ThreadBatchReader::await);
        return Arrays.asList(answers);
    }

    private static void await(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                // What it reads to is the caller's as long as it runs.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {}
}
