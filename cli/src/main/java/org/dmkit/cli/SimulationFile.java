package org.dmkit.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.dmkit.cli.dm.Answer;
import org.dmkit.cli.dm.Dm;
import org.dmkit.cli.dm.Listener;
import org.dmkit.cli.dm.Misuse;
import org.dmkit.cli.dm.Premises;
import org.dmkit.cli.dm.Refusal;
import org.dmkit.cli.dm.Simulated;
import org.dmkit.cli.document.JsonFile;

/**
 * A simulated machine for {@code dmkit dm} that is kept in a file between two verbs: devices, tables and the sizes of disks, not
 * what is on them.
 */
record SimulationFile(Path path) {
    /** As {@link Dm#run}. What the verb has changed stands in the file afterwards; if it throws the file is as it was. */
    Answer run(Dm dm, Premises here, Listener listener, boolean json, boolean dryRun)
            throws Misuse, Refusal, IOException {
        Simulated simulated = Simulated.of(JsonFile.read(path.toString()), here);
        Answer answer = dm.run(simulated, listener, json, dryRun);
        if (dm.changes() && !dryRun && !dm.dryRun()) {
            write(simulated.state());
        }
        return answer;
    }

    /** All of it or nothing. */
    private void write(Map<String, Object> state) throws IOException {
        var text = new StringWriter();
        Json.write(text, "dm export", fields -> fields.fields(state));
        // What a link leads to is replaced, not the link.
        Path file = path.toRealPath();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
