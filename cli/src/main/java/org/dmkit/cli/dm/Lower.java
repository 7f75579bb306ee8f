package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;

/**
 * The devices that tables may stand on.
 *
 * @param planned mapped devices that will be there, and their sectors
 */
record Lower(Blocks blocks, DeviceMapper mapper, Map<DmName, Long> planned) {
    /**
     * One of them.
     *
     * @param ref as a table shall name it
     * @param sectorSize logical, in bytes
     */
    record Found(DeviceRef ref, long sectors, int sectorSize) {}

    /** By path, number, or the name of a mapped device; empty if there is none. */
    Optional<Found> find(String word) throws IOException {
        if (Named.isNumber(word)) {
            return byNumber(word);
        }
        String name = Named.withoutDirectory(word);
        for (var each : planned.entrySet()) {
            if (each.getKey().value().equals(name)) {
                return Optional.of(new Found(DeviceRef.of(each.getKey()), each.getValue(), 512));
            }
        }
        Optional<Found> block = blocks.find(word).map(Lower::found);
        return block.isPresent() ? block : mapped(Named.named(name, mapper));
    }

    private Optional<Found> byNumber(String word) throws IOException {
        Optional<Blocks.Block> block;
        try {
            block = blocks.find(DeviceNumber.parse(word));
        } catch (IllegalArgumentException tooLarge) {
            return Optional.empty();
        }
        Optional<Found> mapped = mapped(Named.numbered(word, mapper));
        return mapped.isPresent() ? mapped : block.map(Lower::found);
    }

    private Optional<Found> mapped(Optional<DeviceEntry> entry) throws IOException {
        return entry.isPresent() ? Optional.of(mapped(entry.get())) : Optional.empty();
    }

    private Found mapped(DeviceEntry entry) throws IOException {
        Long coming = planned.get(entry.name());
        long sectors = coming != null
                ? coming
                : mapper.table(entry.name(), TableSlot.ACTIVE).length();
        return new Found(DeviceRef.of(entry.number()), sectors, 512);
    }

    private static Found found(Blocks.Block block) {
        return new Found(DeviceRef.of(block.number()), block.sectors(), block.sectorSize());
    }
}
