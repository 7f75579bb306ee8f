package org.dmkit.raid.testing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.jspecify.annotations.Nullable;

/** A small disk in memory, some of whose sectors can't be read. */
public final class MemoryDisk implements Disk {
    private final DiskInfo info;
    private final byte[] bytes;
    private final Set<Long> bad = new HashSet<>();

    public MemoryDisk(String name, int sectors) {
        info = Trees.disk(name, sectors);
        bytes = new byte[sectors * 512];
    }

    public MemoryDisk put(long lba, String text) {
        for (int i = 0; i < text.length(); i++) {
            bytes[(int) lba * 512 + i] = (byte) text.charAt(i);
        }
        return this;
    }

    public MemoryDisk withBadSector(long lba) {
        bad.add(lba);
        return this;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        for (long i = lba; i < lba + into.byteSize() / 512; i++) {
            if (bad.contains(i)) {
                throw new IOException("bad sector " + i);
            }
        }
        into.copyFrom(MemorySegment.ofArray(bytes).asSlice(lba * 512, into.byteSize()));
    }

    @Override
    public void write(long lba, MemorySegment from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Reads one after the other, and counts the batches. */
    public static final class Reader implements BatchReader {
        public int batches;
        public int requests;

        @Override
        public List<@Nullable IOException> read(List<Request> wanted) {
            batches++;
            requests += wanted.size();
            var answers = new ArrayList<@Nullable IOException>();
            for (Request r : wanted) {
                try {
                    r.disk().read(r.lba(), r.into());
                    answers.add(null);
                } catch (IOException why) {
                    answers.add(why);
                }
            }
            return answers;
        }

        @Override
        public void close() {}
    }
}
