package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.DeviceNumber;

/** What the commands work on. Sizes in sectors of 512 bytes. */
public interface Premises {
    /** The device-mapper, opened; whoever asks closes it. A {@link org.dmkit.linux.KernelException} where there is none. */
    DeviceMapper deviceMapper(UdevPolicy policy) throws IOException;

    /** Block devices. */
    Blocks blocks();

    /** A variable of the environment; empty if it is not set. */
    String environment(String variable);

    /** Whether this is root. */
    boolean privileged();

    /** Whether udev runs, so that there is somebody to wait for. */
    boolean udevRuns();

    /** Characters in a line of the terminal; empty if answers go elsewhere. */
    OptionalInt columns();

    /** Whether the terminal, or file, takes characters beyond ASCII. */
    boolean unicode();

    /** All of standard input. */
    String standardInput() throws IOException;

    /** A file. */
    String file(String path) throws IOException;

    /** What the node that this path leads to stands for, 0:0 if it is no device; empty if there is none. */
    Optional<DeviceNumber> node(String path) throws IOException;

    /** The names in /dev/mapper, spelled as the kernel spells them. */
    List<String> nodes() throws IOException;

    /** Makes the device's node in /dev/mapper, if it is missing. */
    void makeNode(DmName name, DeviceNumber number) throws IOException;

    /** Removes a node in /dev/mapper, if it is there. */
    void removeNode(DmName name) throws IOException;

    /** Whose the device's node in /dev/mapper shall be. */
    void changeNode(DmName name, Ownership ownership) throws IOException;

    /** Sectors that the kernel reads ahead; empty if it doesn't tell. */
    OptionalInt readAhead(DeviceNumber number) throws IOException;

    void setReadAhead(DeviceNumber number, int sectors) throws IOException;

    /** Runs a program, which reads and prints as this one; waits for it. */
    void execute(List<String> command) throws IOException;

    /** Of a node; empty stays as it is. */
    record Ownership(OptionalInt user, OptionalInt group, OptionalInt mode) {
        boolean isAny() {
            return user.isPresent() || group.isPresent() || mode.isPresent();
        }
    }
}
