package org.dmkit.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.BatchReader;
import org.jspecify.annotations.Nullable;

/** One read after the other: deterministic. */
final class SequentialReader implements BatchReader {
    @Override
    public List<@Nullable IOException> read(List<Request> requests) {
        var answers = new ArrayList<@Nullable IOException>();
        for (Request request : requests) {
            answers.add(read(request));
        }
        return answers;
    }

    private static @Nullable IOException read(Request request) {
        try {
            request.disk().read(request.lba(), request.into());
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
