package org.dmkit.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.record.Journal;
import org.dmkit.simulation.SimulatedDisk;

/**
 * A machine for {@code --dry-run}: it is as another one is now, everything may be done to it, and nothing of that reaches the
 * other. Its disks remember what is written, so that a later step finds it; its device-mapper goes on as it was.
 */
final class Trial {
    private static final MemoryDevices.Handle NO_MEMORY = new MemoryDevices.Handle() {
        @Override
        public DeviceNumber number() {
            return TrialDeviceMapper.NONE;
        }

        @Override
        public void close() {}
    };

    /** Is read through to the real one until it is written. */
    private record Copy(Disk real, Disk written) implements Disk {
        static Disk of(Disk real) {
            return new Copy(real, SimulatedDisk.copyOnWrite(real));
        }

        @Override
        public DiskInfo info() {
            return real.info();
        }

        @Override
        public boolean isFree() throws IOException {
            return real.isFree();
        }

        @Override
        public void read(long lba, MemorySegment into) throws IOException {
            written.read(lba, into);
        }

        @Override
        public void write(long lba, MemorySegment from) throws IOException {
            written.write(lba, from);
        }

        @Override
        public void flush() throws IOException {
            written.flush();
        }

        /** The real one is not ours to close. */
        @Override
        public void close() {}
    }

    private Trial() {}

    static Machine of(Machine machine) {
        return new Machine(
                new TrialDeviceMapper(machine.deviceMapper()),
                (sectors, content) -> NO_MEMORY,
                BatchReader.sequential(),
                machine.disks().stream().map(Copy::of).toList(),
                machine.journal().map(j -> new Journal(Copy.of(j.file()), j.standsOn())));
    }
}
