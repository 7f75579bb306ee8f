package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/** Changes what the disks of a case bear, as dmkit does. */
record DdfChanges(DdfCase disks) {
    static final Birth BIRTH = new Birth(0x1234_5678_9abc_def0L, Instant.ofEpochSecond(1_800_000_000));

    static DdfChanges of(String name) {
        return new DdfChanges(DdfCase.load(name));
    }

    /** Disks with nothing on them. */
    static DdfChanges blank(int count, long sectors) {
        var changes = new DdfChanges(new DdfCase(CorpusDisks.load(new Ddf1Format(), "jbod-1")));
        changes.disks.without("sda");
        for (int i = 0; i < count; i++) {
            changes.plug("sd" + (char) ('a' + i), sectors);
        }
        return changes;
    }

    DiskInfo plug(String name, long sectors) {
        var disk = new DiskInfo(name, sectors, 512, "NEW-" + name, null, "", null, false);
        disks.corpus().add(disk);
        return disk;
    }

    /** A change of the only group. */
    Update update(Change change) throws RefusedException {
        Group t0 = disks.group();
        return update(t0, change);
    }

    private static Update update(Group t0, Change change) throws RefusedException {
        Delta delta = Delta.between(t0, change.apply(t0));
        assertThat(Findings.errors(t0.known().check(delta))).isEmpty();
        return t0.known().encode(delta);
    }

    /** Codes of what refuses a change. */
    List<String> refused(Change change) throws RefusedException {
        Group t0 = disks.group();
        return Findings.errors(t0.known().check(Delta.between(t0, change.apply(t0)))).stream()
                .map(Finding::code)
                .toList();
    }

    Group run(Change change) throws RefusedException {
        write(update(change).images());
        return disks.group();
    }

    void write(Map<String, List<Image>> images) {
        images.forEach((disk, list) -> list.forEach(i -> {
            for (int sector = 0; sector < i.extent().count(); sector++) {
                disks.put(disk, i.lba() + sector, Arrays.copyOfRange(i.bytes(), sector * 512, sector * 512 + 512));
            }
        }));
    }

    static Change fail(String disk) {
        return new Change.Fail(new MemberName.OfDisk(disk));
    }

    static Change replace(String old, DiskInfo disk) {
        return new Change.Replace(new MemberName.OfDisk(old), disk);
    }

    static Change observed(UnaryOperator<RaidSet> seen) {
        return new Change.Observe(g -> g.mapSets(seen));
    }

    static Change rebuilt() {
        return observed(s -> s.mapLeaves(c -> c instanceof Member m ? m.withState(State.IN_SYNC) : c));
    }

    static Wish wish(String label, Wish.Kind kind, int chunk, long size) {
        return new Wish(
                label,
                kind,
                chunk == 0 ? OptionalInt.empty() : OptionalInt.of(chunk),
                size == 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    /** A set in a container of its own. */
    Group create(Wish wish, DiskInfo... members) throws RefusedException {
        List<DiskInfo> on = List.of(members);
        Group ground = DdfPlacement.INSTANCE.ground(new Ddf1Format(), on, BIRTH);
        write(update(ground, new Change.Create(wish, on, List.of())).images());
        return disks.group();
    }
}
