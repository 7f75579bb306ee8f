package org.dmkit.formats.isw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;

/** Makes bytes of an {@link Mpb}. */
final class MpbWriter {
    private MpbWriter() {}

    /** Exactly {@code mpb_size} bytes, with size and checksum made good. */
    static byte[] encode(Mpb mpb) {
        byte[] bytes = unsigned(mpb);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(Mpb.CHECK_SUM, checksum(bytes));
        return bytes;
    }

    /** The same with a checksum of 0. */
    static byte[] unsigned(Mpb mpb) {
        ByteBuffer out = ByteBuffer.allocate(mpb.size()).order(ByteOrder.LITTLE_ENDIAN);
        mpb.head().putInto(out);
        mpb.disks().forEach(d -> d.block().putInto(out));
        mpb.volumes().forEach(v -> v.block().putInto(out));
        mpb.rest().putInto(out);
        mpb.log().putInto(out);
        out.putInt(Mpb.MPB_SIZE, mpb.size()).putInt(Mpb.CHECK_SUM, 0);
        return out.array();
    }

    /** Sum of the whole words, the checksum's own counted as 0. */
    static int checksum(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int sum = 0;
        for (int at = 0; at + 4 <= bytes.length; at += 4) {
            sum += at == Mpb.CHECK_SUM ? 0 : words.getInt(at);
        }
        return sum;
    }

    /**
     * What to write on a disk, in this order: the extended part, an empty migration record, last the anchor, whose checksum
     * covers both parts. A write torn before the anchor leaves a block that no reader accepts.
     */
    static List<Image> images(Mpb mpb, DiskInfo disk) {
        MpbPlace place = MpbPlace.on(disk);
        byte[] bytes = encode(mpb);
        int block = place.blockBytes();
        List<Image> images = new ArrayList<>();
        for (Extent extended : place.extended(bytes.length)) {
            images.add(new Image(
                    extended.lba(), Arrays.copyOfRange(bytes, block, block + Math.toIntExact(extended.count()) * 512)));
        }
        images.add(zeros(place.migrationRecord()));
        images.add(new Image(place.anchor().lba(), Arrays.copyOf(bytes, block)));
        return images;
    }

    /** Zeros where metadata were, the anchor first: without it nothing of the rest counts. */
    static List<Image> erased(DiskInfo disk, List<Extent> metadata) {
        Extent anchor = MpbPlace.on(disk).anchor();
        List<Image> images = new ArrayList<>();
        images.add(zeros(anchor));
        metadata.stream().filter(e -> !e.equals(anchor)).map(MpbWriter::zeros).forEach(images::add);
        return images;
    }

    private static Image zeros(Extent extent) {
        return new Image(extent.lba(), new byte[Math.toIntExact(extent.count()) * 512]);
    }
}
