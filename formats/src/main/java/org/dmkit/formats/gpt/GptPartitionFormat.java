package org.dmkit.formats.gpt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.LogicalBlocks;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.format.PartitionFormat;
import org.dmkit.raid.format.PartitionReading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/**
 * GUID partition tables, see {@link GptHeader}. There is one only where sector 0 says so, with an entry of type ee in any slot:
 * headers without it are leftovers. Other entries beside it (a hybrid table) are ignored.
 */
public final class GptPartitionFormat implements PartitionFormat {
    private static final int SIGNATURE = 510;
    private static final int FIRST_TYPE = 450;
    private static final int ENTRY = 16;
    private static final int PROTECTIVE = 0xee;

    /** Block 0, a header and an array, and the same at the end. */
    private static final int FEWEST_BLOCKS = 5;

    /** For {@link java.util.ServiceLoader}. */
    public GptPartitionFormat() {}

    @Override
    public String name() {
        return "gpt";
    }

    @Override
    public PartitionReading read(long sectors, int sectorSize, Sectors read) {
        var blocks = new LogicalBlocks(sectors, sectorSize, read);
        if (blocks.count() < FEWEST_BLOCKS) {
            return new PartitionReading.Absent();
        }
        boolean announced = blocks.at(0).filter(GptPartitionFormat::isProtected).isPresent();
        return blocks.settled(announced ? decode(blocks) : new PartitionReading.Absent());
    }

    private static boolean isProtected(Block block) {
        boolean protective = false;
        for (int slot = 0; slot < 4; slot++) {
            protective |= block.u8(FIRST_TYPE + slot * ENTRY) == PROTECTIVE;
        }
        return protective && block.u16(SIGNATURE) == 0xaa55;
    }

    /** The first copy is believed, else the one at the end of the set, else the one that the first header points to. */
    private static PartitionReading decode(LogicalBlocks blocks) {
        long last = blocks.count() - 1;
        GptCopy.Attempt first = GptCopy.at(1, "primary", blocks);
        GptCopy.Attempt second = GptCopy.at(last, "backup", blocks);
        var findings = new ArrayList<Finding>();
        findings.addAll(first.findings());
        findings.addAll(second.findings());
        Optional<GptCopy> believed = first.copy().or(second::copy);
        Optional<Long> elsewhere = first.header().map(GptHeader::alternateLba).filter(lba -> lba > 1 && lba < last);
        if (believed.isEmpty() && elsewhere.isPresent()) {
            GptCopy.Attempt third = GptCopy.at(elsewhere.get(), "alternate", blocks);
            findings.addAll(third.findings());
            believed = third.copy();
        }
        if (believed.isEmpty()) {
            findings.add(Finding.error("gpt.no-copy")
                    .at(blocks.sector(1))
                    .found("no copy of the table that can be trusted")
                    .expected("one at least")
                    .remedy("no partition is mapped; see gdisk"));
            return new PartitionReading.Broken(findings);
        }
        List<Partition> partitions = believed.get().partitions(blocks, findings);
        first.copy()
                .filter(c -> second.copy()
                        .filter(o -> !o.entries().equals(c.entries()))
                        .isPresent())
                .ifPresent(c -> findings.add(differ(blocks.sector(last))));
        return new PartitionReading.Found(partitions, findings);
    }

    private static Finding differ(long sector) {
        return Finding.warning("gpt.copies-differ")
                .at(sector)
                .field("backup entries")
                .found("other partitions than in the primary table")
                .expected("the same")
                .remedy("the primary table is used; see gdisk");
    }
}
