package org.dmkit.blockio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one after the other: the fastest where disks answer at once, and it works everywhere. */
final class PreadBatchReader implements BatchReader {
    @Override
    public List<@Nullable IOException> read(List<Request> requests) {
        List<@Nullable IOException> answers = new ArrayList<>(requests.size());
        for (Request request : requests) {
            answers.add(readOne(request));
        }
        return answers;
    }

    static @Nullable IOException readOne(Request request) {
        try {
            request.disk().read(request.lba(), request.into());
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Override
    public void close() {}
}
