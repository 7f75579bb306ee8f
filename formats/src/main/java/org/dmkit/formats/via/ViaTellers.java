package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The disks that tell of mirrors, by the identities of which they tell. */
final class ViaTellers {
    private record Teller(int number, ViaDisk disk) {}

    private final Map<Integer, List<Teller>> byId = new HashMap<>();

    ViaTellers(List<ViaDisk> disks) {
        for (int i = 0; i < disks.size(); i++) {
            ViaDisk disk = disks.get(i);
            if (disk.tellsOfMirror()) {
                var teller = new Teller(i, disk);
                ids(disk)
                        .forEach(id ->
                                byId.computeIfAbsent(id, x -> new ArrayList<>()).add(teller));
            }
        }
    }

    /** Those that have an identity in their table which this disk has in its own, in the order of all. */
    Stream<ViaDisk> of(ViaDisk disk) {
        return ids(disk)
                .flatMap(id -> byId.getOrDefault(id, List.of()).stream())
                .distinct()
                .sorted(Comparator.comparingInt(Teller::number))
                .map(Teller::disk);
    }

    private static Stream<Integer> ids(ViaDisk disk) {
        return disk.via().table().stream().filter(id -> id != 0).distinct();
    }
}
