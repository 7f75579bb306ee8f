package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.OneSectorWriter;

/**
 * How via metadata are changed: mirrors of two. Who is left takes the lost one out of its table, as FreeBSD does, and that makes
 * it a set that the lost one is not in. A newcomer is the dirty half, and who has the data its source.
 *
 * <p>dmraid's name of a set is a sum over the table, so it changes with the members, and the next start maps the set under the
 * new name. An identity that kept the sum would have to be that of the lost disk: then nothing would tell the two apart.
 */
final class ViaWriter extends OneSectorWriter<ViaMetadata> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1),
                    false,
                    LossMark.ON_SURVIVORS,
                    Crash.ORDERED,
                    "as FreeBSD ata(4), the dirty half as dmraid reads it")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    ViaWriter() {
        super(1);
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    /** Half of a mirror that is made or erased reads as one that has lost a disk: neither T0 nor T1, and it would start. */
    @Override
    public boolean isOrdered(Delta delta) {
        return delta.events().stream().noneMatch(e -> e instanceof Event.Deleted || e instanceof Event.Created);
    }

    @Override
    public Optional<Placement<ViaMetadata>> placement() {
        return Optional.of(ViaPlacement.INSTANCE);
    }

    @Override
    protected ViaMetadata made(RaidSet set, int slot, ViaMetadata ground) {
        boolean source = slot == 0;
        return ground.withRole(source ? ViaMetadata.SOURCE : ViaMetadata.MIRROR, source && set.resync() != Resync.CLEAN)
                .withCapacity(set.size())
                .sealed();
    }

    @Override
    protected ViaMetadata told(SetChange<ViaMetadata> change, int slot, Component.Member member) {
        Optional<ViaMetadata> own = change.before().member(member.disk()).flatMap(m -> change.own(m.disk()));
        ViaMetadata like = own.orElseGet(change::any);
        ViaMetadata block = tables(change, like);
        block = block.withOwn(block.table().get(slot));
        block = slot == source(change)
                ? block.withRole(ViaMetadata.SOURCE, change.after().resync() != Resync.CLEAN)
                : block.withRole(mirror(own), member.state() == State.REBUILDING);
        if (member.extent().end() < member.disk().sectors() - 1) {
            block = block.withCapacity(member.extent().count());
        }
        return own.isPresent() && block.equals(like) ? like : block.sealed();
    }

    /** With the identities of those that T1 has; who is absent and not marked keeps its own. */
    private static ViaMetadata tables(SetChange<ViaMetadata> change, ViaMetadata block) {
        List<Component> leaves = change.after().leaves().toList();
        var ids = new HashSet<Integer>();
        ViaMetadata told = block;
        var newcomers = new ArrayList<Integer>();
        for (int slot = 0; slot < leaves.size(); slot++) {
            int id = switch (leaves.get(slot)) {
                case Component.Member m ->
                    change.has(m.disk()) ? change.own(m.disk()).orElseThrow().own() : 0;
                case Component.Missing m -> m.marked() ? 0 : block.table().get(slot);
                case Component.Subset s -> throw new IllegalStateException("a mirror of sets");
            };
            told = told.withId(slot, id);
            ids.add(id);
            if (id == 0 && leaves.get(slot) instanceof Component.Member) {
                newcomers.add(slot);
            }
        }
        for (int slot : newcomers) {
            int id = ViaIdentities.of(((Component.Member) leaves.get(slot)).disk(), ids);
            told = told.withId(slot, id);
            ids.add(id);
        }
        return told;
    }

    /**
     * The slot that the other is copied from: in sync, and the one that is it already if it may be; -1 if nobody may. A newcomer
     * never is: dmraid, which knows nothing of dirty halves, reads from the source.
     */
    private static int source(SetChange<ViaMetadata> change) {
        List<Component> leaves = change.after().leaves().toList();
        int source = -1;
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member m && m.state() == State.IN_SYNC) {
                boolean already = change.has(m.disk())
                        && change.own(m.disk())
                                .filter(o -> o.role() == ViaMetadata.SOURCE)
                                .isPresent();
                source = already || source < 0 ? slot : source;
            }
        }
        return source;
    }

    /** FreeBSD's number of a mirror stays. */
    private static int mirror(Optional<ViaMetadata> own) {
        return own.map(ViaMetadata::role)
                .filter(role -> role != ViaMetadata.SOURCE)
                .orElse(ViaMetadata.MIRROR);
    }

    @Override
    protected byte[] bytes(ViaMetadata block) {
        return block.block().toBytes();
    }

    @Override
    protected ViaMetadata lost(ViaMetadata block) {
        ViaMetadata broken = block.withBroken();
        return broken.equals(block) ? block : broken.sealed();
    }

    /** It is in no array: the disk word is all zeros, and the table has it alone. */
    @Override
    protected ViaMetadata spare(DiskInfo disk, Map<String, ViaMetadata> known) {
        var taken = new HashSet<Integer>();
        known.values().forEach(k -> taken.addAll(k.table()));
        return ViaMetadata.spare(ViaIdentities.of(disk, taken), disk.sectors() - 1);
    }

    @Override
    protected List<Finding> joins(DiskInfo disk) {
        return ViaIdentities.has(disk)
                ? List.of()
                : List.of(Finding.error("via.no-serial")
                        .on(disk)
                        .found("no serial number")
                        .expected("one, for its identity in the set")
                        .remedy("take another disk"));
    }
}
