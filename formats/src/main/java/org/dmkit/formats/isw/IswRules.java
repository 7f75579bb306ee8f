package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Component;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.RaidSet.Resync;

/** What the format allows of a change. */
final class IswRules {
    /** Sectors behind the last volume that mdadm asks of a disk that joins, unless the members reserve less. */
    private static final long RESERVED = 2210 + 2048;

    private final Group t0;
    private final Group t1;
    private final Mpb mpb;
    private final List<Finding> findings = new ArrayList<>();

    private IswRules(Group t0, Group t1) {
        this.t0 = t0;
        this.t1 = t1;
        this.mpb = (Mpb) t0.metadata();
    }

    static List<Finding> check(Group t0, Group t1) {
        var rules = new IswRules(t0, t1);
        if (!t0.sets().equals(t1.sets())) {
            rules.usable();
            rules.volumes();
        }
        Stream<DiskInfo> listed = Stream.concat(t1.disks().stream(), t1.spares().stream());
        Stream.concat(listed, t1.sets().stream().flatMap(RaidSet::members).map(Component.Member::disk))
                .distinct()
                .filter(d -> !t0.disks().contains(d))
                .forEach(rules::joins);
        return rules.findings;
    }

    private void usable() {
        t0.blocked().values().forEach(f -> error("blocked", f.toString(), "a group without this", f.remedy()));
        if (mpb.volumes().size() != t0.sets().size()) {
            error("volumes", mpb.announcedVolumes() + " volumes", t0.sets().size() + " understood", "");
        }
    }

    private void volumes() {
        for (RaidSet after : t1.sets()) {
            Optional<RaidSet> before = t0.set(after.name());
            if (before.isEmpty()) {
                error(
                        "new-volume",
                        after.name(),
                        "a set that exists",
                        "create the volume with the Option ROM or mdadm");
            } else {
                volume(before.get(), after);
            }
        }
    }

    private void volume(RaidSet before, RaidSet after) {
        List<Component> from = before.leaves().toList();
        List<Component> to = after.leaves().toList();
        if (before.level() != after.level()
                || before.chunk() != after.chunk()
                || before.size() != after.size()
                || from.size() != to.size()) {
            error("geometry", after.toString(), before.toString(), "a volume keeps its shape");
            return;
        }
        for (int slot = 0; slot < to.size(); slot++) {
            if (!(to.get(slot) instanceof Component.Member member)) {
                continue;
            }
            if (!member.extent().equals(extent(from.get(slot)))) {
                error(
                        "geometry",
                        member.extent().toString(),
                        extent(from.get(slot)).toString(),
                        "members keep their place");
            }
            boolean known = from.get(slot) instanceof Component.Member m
                    && m.disk().name().equals(member.disk().name());
            if (!known && member.state() == Component.State.IN_SYNC) {
                error("not-rebuilt", member.disk().name(), "a disk that is rebuilding", "a new member starts empty");
            }
            boolean starts = member.state() == Component.State.REBUILDING
                    && !(known && ((Component.Member) from.get(slot)).state() == Component.State.REBUILDING);
            if (starts && before.resync() == Resync.RESYNCING && from.size() > 2) {
                error(
                        "second-migration",
                        before.name() + " is synchronising",
                        "one migration at a time",
                        "wait until it is done");
            }
            if (starts && mpb.log().size() > 0) {
                findings.add(Findings.general(
                        Severity.WARNING,
                        "bad-blocks",
                        "known bad sectors on members",
                        "none",
                        "what was on them can't be copied to the new disk"));
            }
        }
    }

    private static Extent extent(Component component) {
        return switch (component) {
            case Component.Member m -> m.extent();
            case Component.Missing m -> m.extent();
            case Component.Subset s -> throw new IllegalArgumentException("not a leaf: " + s);
        };
    }

    private void joins(DiskInfo disk) {
        if (disk.serial().isBlank()) {
            refuse(disk, "no-serial", "no serial number", "one", "members are known by their serials");
            return;
        }
        boolean twice = t1.disks().stream()
                .filter(d -> !d.name().equals(disk.name()))
                .anyMatch(d -> IswSerial.of(d).stream().anyMatch(IswSerial.of(disk)::contains));
        if (twice) {
            refuse(disk, "same-serial", disk.serial(), "a serial that no other member has", "");
        }
        if (disk.sectorSize() / 512 != mpb.unit()) {
            refuse(
                    disk,
                    "sector-size",
                    disk.sectorSize() + " bytes",
                    mpb.unit() * 512 + " bytes",
                    "members must have sectors of one size");
        }
        long used = lastUsed();
        long need = used + Math.min(RESERVED, smallestReserve(used));
        if (used > 0 && disk.sectors() < need) {
            refuse(disk, "disk-too-small", disk.sectors() + " sectors", "at least " + need, "take a larger disk");
        }
    }

    /** First sector behind all volumes. */
    private long lastUsed() {
        return t0.sets().stream()
                .flatMap(RaidSet::leaves)
                .mapToLong(c -> extent(c).end())
                .max()
                .orElse(0);
    }

    private long smallestReserve(long used) {
        return t0.disks().stream()
                .filter(d -> !t0.spares().contains(d))
                .mapToLong(d -> d.sectors() - used)
                .min()
                .orElse(RESERVED);
    }

    private void error(String code, String found, String expected, String remedy) {
        findings.add(Findings.general(Severity.ERROR, code, found, expected, remedy));
    }

    private void refuse(DiskInfo disk, String code, String found, String expected, String remedy) {
        findings.add(Findings.about(disk, Severity.ERROR, code, found, expected, remedy));
    }
}
