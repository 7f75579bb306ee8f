package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetAssembly;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet.Resync;

/** Puts the disks together by their table of identities. */
final class ViaAssembly {
    private final Format<ViaMetadata> format;
    private final List<Membership<ViaMetadata>> members = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final HashMap<String, List<Finding>> defects = new HashMap<>();

    private ViaAssembly(Format<ViaMetadata> format) {
        this.format = format;
    }

    static Assembly assemble(Format<ViaMetadata> format, List<Reading.Found<ViaMetadata>> found) {
        return new ViaAssembly(format).assemble(found.stream().map(ViaDisk::of).toList());
    }

    private Assembly assemble(List<ViaDisk> disks) {
        var tellers = new ViaTellers(disks);
        disks.stream().filter(d -> d.via().spare()).forEach(d -> groups.add(withoutSet(List.of(d), Standing.SPARE)));
        var left = new LinkedHashMap<ViaDisk, List<ViaDisk>>();
        var sets = new LinkedHashMap<String, List<ViaDisk>>();
        for (ViaDisk disk : disks) {
            if (!disk.via().spare()) {
                Optional<ViaDisk> by = lastToLeave(disk, tellers, disks.size());
                by.ifPresentOrElse(
                        b -> left.computeIfAbsent(b, x -> new ArrayList<>()).add(disk),
                        () -> sets.computeIfAbsent(disk.via().identity(), i -> new ArrayList<>())
                                .add(disk));
            }
        }
        var standing =
                new ViaTellers(sets.values().stream().flatMap(List::stream).toList());
        sets.forEach((identity, set) -> {
            List<Finding> problems =
                    set.stream().flatMap(d -> d.problem().stream()).toList();
            if (problems.isEmpty()) {
                set(set, left);
                defects.put(
                        identity,
                        Stream.of(differentTypes(set), sources(set), rivals(set, standing))
                                .flatMap(List::stream)
                                .toList());
            } else {
                findings.addAll(problems);
                groups.add(withoutSet(set, Standing.MEMBER));
            }
        });
        Assembly assembly = SetAssembly.of(format, members, defects);
        return new Assembly(
                        assembly.groups().stream()
                                .map(ViaAssembly::readOnlyIfUntold)
                                .toList(),
                        assembly.findings())
                .with(groups, findings);
    }

    private void set(List<ViaDisk> set, LinkedHashMap<ViaDisk, List<ViaDisk>> left) {
        long room = room(set);
        for (ViaDisk disk : set) {
            Membership<ViaMetadata> membership = disk.membership(room);
            members.add(membership);
            for (ViaDisk old : left.getOrDefault(disk, List.of())) {
                members.add(new Membership<>(
                        old.found(), membership.identity(), membership.layout(), left(old, disk), Resync.CLEAN));
            }
        }
    }

    private static Membership.ShutOut left(ViaDisk old, ViaDisk by) {
        return old.membership(Long.MAX_VALUE).role() instanceof Membership.ShutOut out
                ? new Membership.ShutOut(-1, out.why())
                : old.out(
                        -1,
                        "serial_checksum[]",
                        "a set with " + by.name() + ", which is in one without this disk",
                        "the table of " + by.name());
    }

    /** Sectors that each disk of a mirror gives; those of others need not have the same. */
    private static long room(List<ViaDisk> set) {
        return set.stream()
                .filter(d -> d.mirror() && d.member())
                .mapToLong(ViaDisk::most)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * The disk that goes on in another mirror than this one tells, without this one: whoever leaves a member behind writes that
     * into its own table. Empty if there is none.
     */
    private static Optional<ViaDisk> lastToLeave(ViaDisk disk, ViaTellers tellers, int disks) {
        Optional<ViaDisk> by = Optional.empty();
        ViaDisk at = disk;
        for (int i = 0; i < disks; i++) {
            Optional<ViaDisk> next = leaves(at, tellers);
            if (next.isEmpty()) {
                return by;
            }
            at = next.get();
            by = next;
        }
        // They leave each other in a circle.
        return Optional.empty();
    }

    private static Optional<ViaDisk> leaves(ViaDisk disk, ViaTellers tellers) {
        return tellers.of(disk)
                .filter(d -> disk.mirror() && disk.problem().isEmpty())
                .filter(d -> disk.via().table().contains(d.via().own()))
                .filter(d -> !d.via().table().contains(disk.via().own()))
                .findFirst();
    }

    /** No disk may be shut out for what its type makes of its place while nobody knows whose type is right. */
    private static List<Finding> differentTypes(List<ViaDisk> set) {
        ViaDisk first = set.getFirst();
        return set.stream()
                .filter(d -> d.via().type() != first.via().type())
                .map(d -> d.error("raid_type", d.via().type() + "", first.via().type() + ", as on " + first.name()))
                .toList();
    }

    /** Two may not both be what the other is copied from. */
    private static List<Finding> sources(List<ViaDisk> set) {
        List<ViaDisk> sources =
                set.stream().filter(d -> d.mirror() && d.member() && d.source()).toList();
        return sources.size() < 2
                ? List.of()
                : List.of(sources.getLast()
                        .error(
                                "raid_type_info",
                                "the source, as " + sources.getFirst().name(),
                                "one source"));
    }

    /**
     * Disks of other mirrors whose table has a member of this one. If that member were here it would tell which of them it has
     * gone on with; nobody else knows.
     */
    private static List<Finding> rivals(List<ViaDisk> set, ViaTellers tellers) {
        ViaDisk first = set.getFirst();
        return tellers.of(first)
                .filter(d -> first.tellsOfMirror())
                .filter(d -> !d.via().table().equals(first.via().table()))
                .map(d -> first.found()
                        .finding(
                                "via.rivals",
                                Finding.Severity.ERROR,
                                "serial_checksum[]",
                                "a member that is not here, and that " + d.name() + " tells of another set",
                                "one of the two: the other has been replaced",
                                "attach that member, or take out the disk that was replaced"))
                .toList();
    }

    /** Nothing can tell that a disk of the first stripe is behind, or what becomes of a mirror with a spare in its table. */
    private static Group readOnlyIfUntold(Group g) {
        boolean untold = g.known().byDisk().values().stream()
                .anyMatch(m -> m instanceof ViaMetadata via
                        && (via.type() == ViaMetadata.RAID01 || (via.type() == ViaMetadata.RAID1 && via.count() > 2)));
        return untold ? g.unchangeable() : g;
    }

    private Group withoutSet(List<ViaDisk> disks, Standing standing) {
        return SetAssembly.withoutSet(
                format,
                disks.getFirst().via().name(),
                disks.stream().map(ViaDisk::found).toList(),
                standing);
    }
}
