package org.dmkit.cli.dmraid;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;

/**
 * A disk with the metadata of one format.
 *
 * @param shown the metadata, and how dmraid shows them
 * @param device how dmraid lists the disk: by itself, or in one of its sets
 */
record RaidDisk(Shown<?> shown, RaidDevice device) {
    /** What a format found, with the format's view of it. */
    record Shown<M>(Format<M> format, DmraidView<M> view, Reading.Found<M> found) {
        RaidDisk listed() {
            return new RaidDisk(this, view.listed(found));
        }

        List<RaidDevice> inSets() {
            return view.inSets(found);
        }

        List<String> nativeLog() {
            return view.nativeLog(found);
        }
    }

    /** Empty if dmraid does not list the disk, or the format found nothing on it. */
    static <M> Optional<RaidDisk> of(Finds<M> finds, DiskInfo disk) {
        return finds.on(disk)
                .flatMap(found -> finds.format()
                        .dmraid()
                        .filter(view -> view.isListed(found))
                        .map(view -> new Shown<>(finds.format(), view, found).listed()));
    }

    Format<?> format() {
        return shown.format();
    }

    Reading.Found<?> found() {
        return shown.found();
    }

    /** The same disk in each of its sets. */
    List<RaidDisk> inSets() {
        return shown.inSets().stream().map(this::as).toList();
    }

    /** The same disk by itself. */
    RaidDisk listed() {
        return shown.listed();
    }

    /** What {@code dmraid -n} prints of it. */
    List<String> nativeLog() {
        return shown.nativeLog();
    }

    /** The same disk as a spare of its set, whatever dmraid takes it for. */
    RaidDisk asSpare() {
        return as(device.withType(RaidDevice.Type.SPARE));
    }

    /** The same disk, listed otherwise. */
    RaidDisk as(RaidDevice newDevice) {
        return new RaidDisk(shown, newDevice);
    }

    DiskInfo disk() {
        return found().disk();
    }

    String path() {
        return disk().path();
    }
}
