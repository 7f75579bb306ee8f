package org.dmkit.raid.scan;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.format.Sectors;

/**
 * What else than RAID metadata and partition tables stands at the beginning of a disk. Only to say that a disk isn't blank: on
 * a member whose data begin at sector 0 it is the set's, not the disk's.
 */
final class OtherSignatures {
    /**
     * @param magic a byte a character
     */
    private record Signature(String word, long sector, int offset, String magic) {
        boolean matches(MemorySegment sector) {
            // What reads a segment is linked when first called.
            ByteBuffer bytes = sector.asByteBuffer();
            for (int i = 0; i < magic.length(); i++) {
                if ((bytes.get(offset + i) & 0xff) != magic.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Signature> KNOWN = List.of(
            new Signature("ext", 2, 56, "S\u00ef"),
            new Signature("xfs", 0, 0, "XFSB"),
            new Signature("ntfs", 0, 3, "NTFS "),
            new Signature("vfat", 0, 82, "FAT32"),
            new Signature("vfat", 0, 54, "FAT16"),
            new Signature("luks", 0, 0, "LUKS\u00ba\u00be"),
            new Signature("lvm", 1, 0, "LABELONE"),
            new Signature("swap", 7, 502, "SWAPSPACE2"),
            new Signature("md", 0, 0, "\u00fcN+\u00a9"),
            new Signature("md", 8, 0, "\u00fcN+\u00a9"));

    private OtherSignatures() {}

    /** Their names, in a fixed order, each once. */
    static List<String> names(Sectors sectors) {
        var names = new ArrayList<String>();
        for (Signature signature : KNOWN) {
            if (!names.contains(signature.word())
                    && sectors.at(signature.sector()).filter(signature::matches).isPresent()) {
                names.add(signature.word());
            }
        }
        return names;
    }
}
