package org.dmkit.formats.hpt37x;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** The two legs of a mirror, of disks or of stripes, and what is to be copied between them. */
record Hpt37xLegs(RaidSet mirror) {
    List<Component> leaves() {
        return mirror.leaves().toList();
    }

    /** Members of each leg. */
    int columns() {
        return leaves().size() / 2;
    }

    /** True if a leg is known to lack writes. */
    private boolean behind() {
        return leaves().stream().anyMatch(Component::isBehind);
    }

    /** The first disk of a leg, on which sector 9 is among the mirror's data. */
    private Optional<DiskInfo> first(int leg) {
        return leaves().get(leg * columns()) instanceof Component.Member m ? Optional.of(m.disk()) : Optional.empty();
    }

    /** The legs that have the data and can say so. */
    private List<Integer> sources() {
        return IntStream.range(0, 2)
                .filter(leg -> leaves().subList(leg * columns(), (leg + 1) * columns()).stream()
                        .noneMatch(Component::isBehind))
                .filter(leg -> first(leg).isPresent())
                .boxed()
                .toList();
    }

    private boolean copies() {
        return behind() || mirror.resync() == Resync.RESYNCING;
    }

    /**
     * What all members have to say of it.
     *
     * @param before the mark that is there: of two good legs the one that it names stays the owner
     */
    Optional<Hpt37xMark> mark(Optional<Hpt37xMark> before) {
        if (!copies()) {
            return Optional.empty();
        }
        List<Integer> sources = sources();
        int leg = before.map(Hpt37xMark::leg).filter(sources::contains).orElseGet(sources::getFirst);
        return Optional.of(new Hpt37xMark(leg, Hpt37xMark.of(first(leg).orElseThrow()), behind()));
    }

    /** Why that can't be said. */
    Stream<Finding> findings() {
        if (!copies()) {
            return Stream.empty();
        }
        if (sources().isEmpty()) {
            return Stream.of(Finding.error("hpt37x.no-source")
                    .found(mirror.toString())
                    .expected("a mirror of which one copy is good")
                    .remedy("attach the disks that have the data"));
        }
        List<DiskInfo> owners = IntStream.range(0, 2)
                .boxed()
                .flatMap(leg -> first(leg).stream())
                .toList();
        boolean twins = owners.size() == 2 && Hpt37xMark.of(owners.getFirst()) == Hpt37xMark.of(owners.getLast());
        return twins
                ? Stream.of(Finding.error("hpt37x.twins")
                        .on(owners.getLast())
                        .found("the serial and the size of " + owners.getFirst().name())
                        .expected("disks that can be told apart: what tells them is copied with the data")
                        .remedy("take another disk; of an image file tell a serial: --disks PATH,serial=TEXT"))
                : Stream.empty();
    }
}
