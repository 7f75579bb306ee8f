package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.Disk;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine.Claim;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that is to be written from now on. */
class NewDiskTest {
    private final LastingMachine machine = machine();
    private final Disk disk = machine.machine().attach(SimulatedDisk.inMemory("sdc", 1_048_576));
    private final AtomicInteger writes = new AtomicInteger();

    private static LastingMachine machine() {
        try {
            return new LastingMachine(Path.of(System.getProperty("dmkit.root", ".."), "corpus/isw/raid1-2disk"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void theMirrorRuns() {
        assertThat(machine.type("activate mirror")).isEqualTo(ExitCode.DONE);
        machine.machine().onOperation(o -> {
            if (o instanceof Operation.Write) {
                writes.incrementAndGet();
            }
        });
    }

    @Test
    void oneThatSomebodyHoldsIsNotTaken() throws IOException {
        for (String words : new String[] {"replace mirror sdb sdc", "spare mirror sdc"}) {
            try (Claim mount = machine.machine().claimExclusively(disk)) {
                assertThat(mount).isNotNull();
                assertThat(machine.type(words)).isEqualTo(ExitCode.REFUSED);
                assertThat(machine.err()).contains("disk.in-use sdc");
            }
        }
        assertThat(writes).hasValue(0);
        assertThat(machine.type("replace mirror sdb sdc")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void oneThatBearsSomethingIsTakenByForceOnly() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ext4 = arena.allocate(512, 4096);
            ext4.set(ValueLayout.JAVA_SHORT, 56, (short) 0xef53);
            disk.write(2, ext4);
        }
        writes.set(0);
        for (String words : new String[] {"replace mirror sdb sdc", "spare mirror sdc"}) {
            assertThat(machine.type(words)).isEqualTo(ExitCode.REFUSED);
            assertThat(machine.err()).contains("disk.not-blank");
        }
        assertThat(writes).hasValue(0);
        assertThat(machine.type("replace --force mirror sdb sdc")).isEqualTo(ExitCode.DONE);
    }
}
