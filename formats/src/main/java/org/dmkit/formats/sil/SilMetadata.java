package org.dmkit.formats.sil;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Image;

/** The copy of one disk that is believed. Sizes are in sectors. */
record SilMetadata(Block block) {
    static final int MAGIC = 0x60;
    static final int ARRAY_SECTORS = 0x6c;
    static final int THIS_DISK_SECTORS = 0x78;
    /** What tells of the set, from here to the checksum; what is around it belongs to the disk, but for the size of the set. */
    static final int OF_SET = 0x104;

    static final int PRODUCT = 0x104;
    static final int VENDOR = 0x106;
    static final int MAJOR_VERSION = 0x10a;
    static final int TIME = 0x10c;
    static final int CHUNK = 0x112;
    static final int DISK_NUMBER = 0x116;
    static final int TYPE = 0x117;
    static final int DRIVES_PER_STRIPE = 0x118;
    static final int STRIPE_NUMBER = 0x119;
    static final int DRIVES_PER_MIRROR = 0x11a;
    static final int MIRROR_NUMBER = 0x11b;
    /** 64 bits. */
    static final int REBUILT_UP_TO = 0x11c;

    static final int INCARNATION = 0x124;
    static final int MEMBER_STATUS = 0x128;
    static final int SET_STATE = 0x129;
    static final int LOCATION = 0x12a;
    static final int TEXT = 0x12e;
    static final int CHECKSUM = 0x13e;
    /** The part that the checksum covers, with it. */
    static final int COVERED = 0x140;

    static final int SILICON_IMAGE = 0x1095;

    static final int CURRENT = 1;
    static final int REBUILD = 2;
    private static final int DROPPED = 3;
    static final int REMOVED = 4;
    /** Of a set that is in use without being synchronised. */
    static final int NOT_SYNCED = 1;

    static final int CLEAN = 2;

    /** Of a volume, of a member, or of the whole, depending on the type; unsigned. */
    long arraySectors() {
        return block.i64(ARRAY_SECTORS);
    }

    long thisDiskSectors() {
        return block.u32(THIS_DISK_SECTORS);
    }

    int vendor() {
        return block.u16(VENDOR);
    }

    int majorVersion() {
        return block.u16(MAJOR_VERSION);
    }

    int chunk() {
        return block.u16(CHUNK);
    }

    int diskNumber() {
        return block.u8(DISK_NUMBER);
    }

    int typeCode() {
        return block.u8(TYPE);
    }

    boolean spare() {
        return typeCode() == SilType.SPARE;
    }

    /**
     * Empty if nobody knows what it is. So is type 2 without a mirror: a real controller wrote it, named it a concatenation, and
     * no program knows how it is laid out.
     */
    Optional<SilType> type() {
        return SilType.of(typeCode()).filter(t -> t != SilType.RAID10 || drivesPerMirror() >= 0);
    }

    /** Negative if there is no stripe. */
    int drivesPerStripe() {
        return (byte) block.u8(DRIVES_PER_STRIPE);
    }

    /** Which copy of a RAID10; negative if there is no stripe. */
    int stripeNumber() {
        return (byte) block.u8(STRIPE_NUMBER);
    }

    /** Negative if there is no mirror. */
    int drivesPerMirror() {
        return (byte) block.u8(DRIVES_PER_MIRROR);
    }

    /** Higher at each change of the metadata, modulo 2^32; one more as others write it. */
    int incarnation() {
        return block.i32(INCARNATION);
    }

    int statusCode() {
        return block.u8(MEMBER_STATUS);
    }

    boolean current() {
        return statusCode() == CURRENT;
    }

    boolean rebuilding() {
        return statusCode() == REBUILD;
    }

    boolean failed() {
        return statusCode() == DROPPED || statusCode() == REMOVED;
    }

    /** Its redundancy was good when the set was last used, as far as this disk was told. */
    boolean clean() {
        return block.u8(SET_STATE) == CLEAN;
    }

    /** Equal on all disks of a set: when it was made, and what FreeBSD tells sets of the same second apart by. */
    String identity() {
        return HexFormat.of().formatHex(block.slice(TIME, 6).toBytes()) + "@" + block.u8(LOCATION);
    }

    /** A name or a description; empty if it is no plain text. */
    String text() {
        String text = block.text(TEXT, 16).strip();
        return text.chars().allMatch(c -> c >= ' ' && c <= '~') ? text : "";
    }

    /** Plain text, blanks behind. */
    SilMetadata withText(String text) {
        byte[] padded = String.format("%-16.16s", text).getBytes(StandardCharsets.ISO_8859_1);
        return new SilMetadata(block.with(TEXT, Block.copyOf(padded)));
    }

    SilMetadata withStatus(int code) {
        return new SilMetadata(block.with8(MEMBER_STATUS, code));
    }

    /** Whether the members are known to agree. */
    SilMetadata withState(int code) {
        return new SilMetadata(block.with8(SET_STATE, code));
    }

    /** How many sectors from the start a rebuild has made good. */
    SilMetadata withRebuiltUpTo(long sectors) {
        return new SilMetadata(block.with64(REBUILT_UP_TO, sectors));
    }

    SilMetadata withIncarnation(int number) {
        return new SilMetadata(block.with32(INCARNATION, number));
    }

    /** What this disk's own part and another's word of the set make, in a slot of the set. */
    SilMetadata in(SilMetadata set, int slot) {
        return new SilMetadata(block.with(ARRAY_SECTORS, set.block.slice(ARRAY_SECTORS, 8))
                        .with(OF_SET, set.block.slice(OF_SET, COVERED - OF_SET)))
                .withSlot(slot);
    }

    /** In a slot of the set that it tells of: of a RAID10 those of the first stripe come first. */
    SilMetadata withSlot(int slot) {
        if (typeCode() != SilType.RAID10.code()) {
            return new SilMetadata(block.with8(DISK_NUMBER, slot));
        }
        int column = slot % drivesPerStripe();
        return new SilMetadata(block.with8(DISK_NUMBER, column)
                .with8(STRIPE_NUMBER, slot / drivesPerStripe())
                .with8(MIRROR_NUMBER, column));
    }

    /** With the checksum that its words add up to 0 with. */
    SilMetadata sealed() {
        Block open = block.with16(CHECKSUM, 0);
        int sum = 0;
        for (int at = 0; at < COVERED; at += 2) {
            sum += open.u16(at);
        }
        return new SilMetadata(open.with16(CHECKSUM, -sum));
    }

    /** All copies for this disk, the last sector first: a write that is cut short leaves the newer copies in front. */
    List<Image> images(DiskInfo disk) {
        byte[] sector = sealed().block().toBytes();
        return SilReader.places(disk).stream()
                .map(place -> new Image(place.lba(), sector))
                .toList();
    }
}
