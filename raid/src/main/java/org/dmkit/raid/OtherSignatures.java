package org.dmkit.raid;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.spi.Sectors;

/**
 * What else than RAID metadata and partition tables stands at the beginning of a disk. Only to say that a disk isn't blank: on
 * a member whose data begin at sector 0 it is the set's, not the disk's.
 */
enum OtherSignatures {
    EXT("ext", 2, 56, 0x53, 0xef),
    XFS("xfs", 0, 0, 'X', 'F', 'S', 'B'),
    NTFS("ntfs", 0, 3, 'N', 'T', 'F', 'S', ' '),
    FAT32("vfat", 0, 82, 'F', 'A', 'T', '3', '2'),
    FAT16("vfat", 0, 54, 'F', 'A', 'T', '1', '6'),
    LUKS("luks", 0, 0, 'L', 'U', 'K', 'S', 0xba, 0xbe),
    LVM("lvm", 1, 0, 'L', 'A', 'B', 'E', 'L', 'O', 'N', 'E'),
    SWAP("swap", 7, 502, 'S', 'W', 'A', 'P', 'S', 'P', 'A', 'C', 'E', '2'),
    MD_11("md", 0, 0, 0xfc, 0x4e, 0x2b, 0xa9),
    MD_12("md", 8, 0, 0xfc, 0x4e, 0x2b, 0xa9);

    private final String word;
    private final long sector;
    private final int offset;
    private final int[] magic;

    OtherSignatures(String word, long sector, int offset, int... magic) {
        this.word = word;
        this.sector = sector;
        this.offset = offset;
        this.magic = magic;
    }

    /** Their names, in a fixed order, each once. */
    static List<String> names(Sectors sectors) {
        var names = new ArrayList<String>();
        for (OtherSignatures signature : values()) {
            if (!names.contains(signature.word)
                    && sectors.at(signature.sector).filter(signature::matches).isPresent()) {
                names.add(signature.word);
            }
        }
        return names;
    }

    private boolean matches(MemorySegment bytes) {
        for (int i = 0; i < magic.length; i++) {
            if ((bytes.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
