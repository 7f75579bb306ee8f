package org.dmkit.raid.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.read.Images;

/**
 * A place outside the disks for the redo record of a change that has no room on them: a file that can be read before any set is
 * started. It holds one record, the same bytes as on a disk, written by the same protocol. It keeps no note of losses.
 *
 * <p>Other than a copy on a disk it may be out of date: somebody who has not been given it may have gone on with T0. So it leads
 * forward only where T1 has been begun.
 *
 * @param file {@link #SECTORS} long
 * @param standsOn numbers of all devices that its file system stands on, down to the disks; empty where that can't be told
 */
public record Journal(Disk file, Set<DeviceNumber> standsOn) {
    /** Size of the file. */
    public static final int SECTORS = RedoCodec.MOST_SECTORS;

    public Journal {
        standsOn = Set.copyOf(standsOn);
    }

    public String name() {
        return file.info().name();
    }

    /**
     * What it holds.
     *
     * @param copy the record, if there is a whole one
     * @param findings what keeps it from being acted upon
     */
    record Content(Optional<RedoCodec.Copy> copy, List<Finding> findings) {
        static final Content NONE = new Content(Optional.empty(), List.of());
    }

    /** Never fails: what can't be read is a finding. */
    Content content() {
        byte[] content;
        try {
            content = read();
        } catch (IOException e) {
            return new Content(
                    Optional.empty(), List.of(finding("journal.unreadable", String.valueOf(e.getMessage()))));
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        Optional<RedoCodec.Copy> copy = copy(bytes);
        if (copy.isPresent() || Arrays.equals(content, new byte[content.length])) {
            return new Content(copy, List.of());
        }
        Finding damaged = RedoCodec.isNewer(bytes, 0)
                ? finding("redo.newer-version", "the redo record of a newer dmkit, which is left alone")
                        .remedy("run that dmkit's recover first: a change may be interrupted")
                : finding("journal.damaged", "no whole record")
                        .expected("a record, or nothing")
                        .remedy(
                                "if it was torn while it was written no metadata have been written yet; else an interrupted"
                                        + " change can't be brought to its end with it");
        return new Content(Optional.empty(), List.of(damaged));
    }

    public Finding finding(String code, String found) {
        return Finding.warning(code).field(name()).found(found);
    }

    private byte[] read() throws IOException {
        return Images.read(file, new Extent(0, SECTORS)).bytes();
    }

    private static Optional<RedoCodec.Copy> copy(ByteBuffer bytes) {
        return RedoCodec.decode(bytes, 0, 0).filter(RedoCodec.Copy::isJournal);
    }

    /**
     * Takes this record, or refuses. Writes nothing.
     *
     * @param redo what goes there
     * @param groups that it is about
     * @param all disks of the machine
     */
    public Redo.Placed place(Redo redo, List<Group> groups, List<DiskInfo> all) throws RefusedException, IOException {
        mustTellDisksApart(redo, all);
        mustStandElsewhere(groups);
        ByteBuffer bytes = ByteBuffer.wrap(read());
        var copy = copy(bytes);
        if (copy.filter(RedoCodec.Copy::isOwed).isPresent()) {
            throw refusal(
                    "an unfinished change of " + copy.get().redo().group(),
                    "a journal that owes nothing",
                    "attach the disks of that change and run: dmkit recover --journal " + name()
                            + "; or name another file");
        }
        if (!RedoPlaces.occupied(bytes, 0).isEmpty()) {
            throw refusal(
                    "something that is no journal of dmkit's", "a file of its own", "name a file that does not exist");
        }
        int needed = RedoCodec.sectors(redo);
        if (needed > SECTORS) {
            throw refusal("a record of " + needed + " sectors", "at most " + SECTORS, "change one set at a time");
        }
        return new Redo.Placed(redo, List.of(new Redo.Place(redo.journal(), name(), new Extent(0, needed))));
    }

    /** On a disk a record tells by its place whose it is. */
    private void mustTellDisksApart(Redo redo, List<DiskInfo> all) throws RefusedException {
        Map<SerialAndSize, Long> there =
                all.stream().collect(Collectors.groupingBy(SerialAndSize::of, Collectors.counting()));
        for (Redo.Member m : redo.members()) {
            if (m.serial().isEmpty() || there.getOrDefault(m.disk(), 0L) != 1) {
                throw refusal(
                        "a disk that can't be told from others: serial '" + m.serial() + "', " + m.sectors()
                                + " sectors",
                        "disks with a serial each",
                        "give the disks as PATH,serial=TEXT");
            }
        }
    }

    private void mustStandElsewhere(List<Group> groups) throws RefusedException {
        for (Group group : groups) {
            for (DiskInfo disk : group.disks()) {
                if (disk.number() != null && standsOn.contains(disk.number())) {
                    throw refusal(
                            "it lies on " + disk.name() + ", a disk of " + group.name() + " itself",
                            "a file that can be read before that set is started",
                            "name one on another device, such as a USB stick");
                }
            }
        }
    }

    private RefusedException refusal(String found, String expected, String remedy) {
        return new RefusedException(List.of(Finding.error("journal.unusable")
                .field(name())
                .found("journal " + name() + ": " + found)
                .expected(expected)
                .remedy(remedy)));
    }
}
