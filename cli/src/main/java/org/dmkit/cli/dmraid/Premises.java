package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RefusedException;

/** The machine that is worked on. */
public interface Premises {
    /** True if the caller may look at disks. */
    boolean privileged();

    /** Where files are written. */
    Path workingDirectory();

    /** All formats, by name. */
    List<Format<?>> formats();

    /** The device-mapper's version; empty if the kernel has none. */
    String deviceMapperVersion();

    /**
     * Opens it: scans all disks.
     *
     * @param formats which to look for
     * @param writable locked, and brought to the end of what was interrupted; else only to look
     */
    Opened open(List<Format<?>> formats, boolean writable) throws IOException, RefusedException;

    /** An opened machine. */
    interface Opened extends AutoCloseable {
        Controller controller();

        /** The group as it is now: what was done before may have changed it. */
        default Group now(Group group) {
            return controller().scan().groups().stream()
                    .filter(g -> g.name().equals(group.name()))
                    .findFirst()
                    .orElse(group);
        }

        /** What kept disks from being looked at. */
        List<String> problems();

        /** Refuses with an exception a disk that anybody holds. */
        void mustBeFree(DiskInfo disk) throws IOException;

        /** Removes the partition devices that the kernel made of a disk; what could not be removed, and why. */
        List<String> removeKernelPartitions(DiskInfo disk) throws IOException;

        /** Stops sets and marks them clean. */
        Executor.Outcome stop(Group group, Set<String> sets) throws IOException, RefusedException;

        @Override
        void close() throws IOException;
    }
}
