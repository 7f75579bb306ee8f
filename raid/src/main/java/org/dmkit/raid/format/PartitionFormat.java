package org.dmkit.raid.format;

/**
 * A format of partition tables, looked for on sets, never on the disks below them. Implementations are stateless, found by
 * {@link java.util.ServiceLoader}, exclude each other on the same sectors, and never throw on what these hold.
 */
public interface PartitionFormat {
    /** The short word: {@code dos}, {@code gpt}. */
    String name();

    /**
     * Decodes the table of one set. Called again with more sectors after {@link PartitionReading.Needs}. Findings name no disk:
     * sectors in them are the set's.
     *
     * @param sectors size of the set
     * @param sectorSize bytes of the set's logical blocks, 512 or 4096, which addresses in tables count
     * @param read what has been read of the set
     */
    PartitionReading read(long sectors, int sectorSize, Sectors read);
}
