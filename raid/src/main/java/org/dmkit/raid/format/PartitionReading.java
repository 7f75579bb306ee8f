package org.dmkit.raid.format;

import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Finding;

/** What a partition format makes of a set. */
public sealed interface PartitionReading {
    /** Not this format's table, or none. */
    record Absent() implements PartitionReading {}

    /**
     * There is more to read.
     *
     * @param extents read these and ask again
     * @param otherwise what holds if none of them can be read; never itself a wish for more
     */
    record Needs(List<Extent> extents, PartitionReading otherwise) implements PartitionReading {
        public Needs {
            extents = List.copyOf(extents);
        }
    }

    /** Bears the format's signature, but nothing of it can be trusted; the findings say why. */
    record Broken(List<Finding> findings) implements PartitionReading {
        public Broken {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Decoded.
     *
     * @param partitions by number, each inside the set
     * @param findings what is odd, and what was left out
     */
    record Found(List<Partition> partitions, List<Finding> findings) implements PartitionReading {
        public Found {
            partitions = List.copyOf(partitions);
            findings = List.copyOf(findings);
        }
    }
}
