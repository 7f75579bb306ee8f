package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.cli.program.Streams;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveSets;

/** {@code -r -E}: writes zeros over metadata, after asking for each disk, and never under something that runs. */
final class Erase {
    private static final long PAGE = 4096;

    private final Premises.Opened opened;
    private final Prompt prompt;
    private final Log log;

    Erase(Premises.Opened opened, Streams streams, Log log) {
        this.opened = opened;
        this.prompt = new Prompt(streams);
        this.log = log;
    }

    /** True if nothing went wrong; a no is nothing wrong. */
    boolean run(List<RaidDisk> disks) throws IOException {
        boolean done = true;
        for (RaidDisk disk : disks) {
            if (prompt.yes(
                    "Do you really want to erase \"" + disk.format().name() + "\" ondisk metadata on " + disk.path())) {
                try {
                    mustBeIdle(disk);
                    erase(disk);
                } catch (IOException e) {
                    log.error(String.valueOf(e.getMessage()));
                    log.error("erasing ondisk metadata on " + disk.path());
                    done = false;
                }
            }
        }
        return done;
    }

    private void mustBeIdle(RaidDisk disk) throws IOException {
        Live live = Live.read(opened.controller().machine().deviceMapper());
        for (var group : opened.controller().scan().groups()) {
            for (var set : group.sets()) {
                if (set.member(disk.disk()).isPresent()
                        && set.bottomUp()
                                .anyMatch(s ->
                                        LiveSets.match(group, live).device(s).isPresent())) {
                    throw new IOException(disk.path() + " is a member of the active RAID set \"" + set.name() + "\"");
                }
            }
        }
        opened.mustBeFree(disk.disk());
    }

    private void erase(RaidDisk disk) throws IOException {
        log.notice("Erasing metadata on " + disk.path());
        Disk open = opened.controller().machine().disk(disk.disk());
        for (Extent run : MetadataRuns.of(disk.found().extents())) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment zeros = arena.allocate(run.count() * 512, PAGE);
                open.write(run.lba(), zeros);
            }
        }
        open.flush();
    }
}
