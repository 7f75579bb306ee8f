package org.dmkit.raid.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.live.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link SetDisk}s: all pieces of all requests in one batch over the members, then what failed another way where there
 * is one. Not thread-safe.
 */
public final class SetReader implements BatchReader {
    private static final int SECTOR = 512;
    private static final int ALIGNMENT = 4096;

    private final Machine machine;

    public SetReader(Machine machine) {
        this.machine = machine;
    }

    /** A piece that is still to be read. */
    private record Job(int request, SetMap.Piece piece, MemorySegment into, int way) {
        List<SetMap.Term> terms() {
            return piece.ways().get(way).terms();
        }

        boolean hopeless() {
            return way >= piece.ways().size();
        }

        Job otherwise() {
            return new Job(request, piece, into, way + 1);
        }
    }

    @Override
    public List<@Nullable IOException> read(List<Request> requests) {
        var answers = new ArrayList<@Nullable IOException>();
        var jobs = new ArrayList<Job>();
        for (Request request : requests) {
            answers.add(null);
            jobs.addAll(jobs(answers.size() - 1, request));
        }
        while (!jobs.isEmpty()) {
            for (Job job : jobs) {
                if (job.hopeless() && answers.get(job.request()) == null) {
                    answers.set(job.request(), tooFewMembers(requests.get(job.request()), job.piece()));
                }
            }
            jobs.removeIf(Job::hopeless);
            var again = new ArrayList<Job>();
            List<@Nullable IOException> failures = batch(jobs);
            for (int i = 0; i < jobs.size(); i++) {
                IOException why = failures.get(i);
                Job job = jobs.get(i);
                if (why != null) {
                    again.add(job.otherwise());
                    if (job.otherwise().hopeless() && answers.get(job.request()) == null) {
                        answers.set(job.request(), why);
                    }
                }
            }
            jobs = again;
        }
        return answers;
    }

    private static List<Job> jobs(int index, Request request) {
        if (!(request.disk() instanceof SetDisk disk)) {
            throw new IllegalArgumentException("not a set: " + request.disk());
        }
        long count = request.into().byteSize() / SECTOR;
        var jobs = new ArrayList<Job>();
        for (SetMap.Piece piece : SetMap.pieces(disk.set(), new Extent(request.lba(), count))) {
            MemorySegment into =
                    request.into().asSlice((piece.sector() - request.lba()) * SECTOR, piece.count() * SECTOR);
            jobs.add(new Job(index, piece, into, 0));
        }
        return jobs;
    }

    /** One batch over the members; an answer a job. */
    private List<@Nullable IOException> batch(List<Job> jobs) {
        long total = 0;
        for (Job job : jobs) {
            total += job.terms().size() * aligned(job.into().byteSize());
        }
        @Nullable IOException[] failures = new IOException[jobs.size()];
        if (total == 0) {
            return Arrays.asList(failures);
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(total, ALIGNMENT);
            var requests = new ArrayList<Request>();
            long offset = 0;
            for (Job job : jobs) {
                for (SetMap.Term term : job.terms()) {
                    Disk member = machine.disk(term.disk());
                    requests.add(new Request(
                            member,
                            term.lba(),
                            memory.asSlice(offset, job.into().byteSize())));
                    offset += aligned(job.into().byteSize());
                }
            }
            List<@Nullable IOException> answers = machine.reader().read(requests);
            int next = 0;
            for (int i = 0; i < jobs.size(); i++) {
                Job job = jobs.get(i);
                job.into().fill((byte) 0);
                for (SetMap.Term term : job.terms()) {
                    failures[i] = failures[i] == null ? answers.get(next) : failures[i];
                    addMultiple(job.into(), term.factor(), requests.get(next).into());
                    next++;
                }
            }
        }
        return Arrays.asList(failures);
    }

    private static void addMultiple(MemorySegment sum, int factor, MemorySegment term) {
        for (long i = 0; i < sum.byteSize(); i++) {
            int product = GaloisField.multiply(factor, term.get(ValueLayout.JAVA_BYTE, i) & 0xff);
            sum.set(ValueLayout.JAVA_BYTE, i, (byte) (sum.get(ValueLayout.JAVA_BYTE, i) ^ product));
        }
    }

    private static KernelException tooFewMembers(Request request, SetMap.Piece piece) {
        return new KernelException(
                "pread", request.disk().info().name() + " sector " + piece.sector() + ", too few members", Errno.EIO);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public void close() {}
}
