package org.dmkit.blockio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A capture's {@code case.json}.
 *
 * @param about its texts outside {@code disks}, such as {@code format}, {@code title} and {@code notes}, in their order
 */
record CaptureCase(Map<String, String> about, List<Member> disks) {
    private static final int MAX_DISKS = 4096;

    /** So that every address in bytes fits a long. */
    private static final long MAX_SECTORS = Long.MAX_VALUE / SectorBuffer.SECTOR;

    /** @param meta the name of the file with its sectors */
    record Member(DiskInfo info, String meta) {}

    static CaptureCase parse(byte[] json) throws IOException {
        if (!(Json.parse(new String(json, StandardCharsets.UTF_8)) instanceof Map<?, ?> top)) {
            throw new IOException("no object");
        }
        Map<String, String> about = new LinkedHashMap<>();
        top.forEach((name, value) -> {
            if (value instanceof String text) {
                about.put((String) name, text);
            }
        });
        if (!(top.get("disks") instanceof List<?> list)) {
            throw new IOException("no list \"disks\"");
        }
        if (list.size() > MAX_DISKS) {
            throw new IOException("more than " + MAX_DISKS + " disks");
        }
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> disk)) {
                throw new IOException("a disk is no object");
            }
            Member member = member(disk);
            if (!names.add(member.info.name()) || !files.add(member.meta)) {
                throw new IOException("two disks \"" + member.info.name() + "\" or two of \"" + member.meta + "\"");
            }
            members.add(member);
        }
        return new CaptureCase(about, members);
    }

    private static Member member(Map<?, ?> disk) throws IOException {
        String name = text(disk, "name", null);
        String meta = text(disk, "meta", null);
        if (name.isEmpty()) {
            throw new IOException("a disk without a name");
        }
        if (meta.isEmpty() || meta.startsWith(".") || meta.indexOf('/') >= 0 || meta.indexOf(0) >= 0) {
            throw new IOException("\"meta\" is no plain file name: " + Json.quote(meta));
        }
        long sectors = number(disk, "sectors", null);
        if (sectors < 1 || sectors > MAX_SECTORS) {
            throw new IOException(name + ": no size: " + sectors + " sectors");
        }
        long sectorSize = number(disk, "sectorSize", 512L);
        if (sectorSize != 512 && sectorSize != 4096) {
            throw new IOException(name + ": no sector size: " + sectorSize);
        }
        String wwn = text(disk, "wwn", "");
        DiskInfo info = new DiskInfo(
                name,
                sectors,
                (int) sectorSize,
                text(disk, "serial", ""),
                wwn.isEmpty() ? null : wwn,
                text(disk, "model", ""),
                null,
                false);
        return new Member(info, meta);
    }

    private static String text(Map<?, ?> disk, String name, @Nullable String absent) throws IOException {
        Object value = disk.containsKey(name) ? disk.get(name) : absent;
        if (value instanceof String text) {
            return text;
        }
        throw new IOException("a disk without text \"" + name + "\"");
    }

    private static long number(Map<?, ?> disk, String name, @Nullable Long absent) throws IOException {
        Object value = disk.containsKey(name) ? disk.get(name) : absent;
        if (value instanceof Long number) {
            return number;
        }
        throw new IOException("a disk without whole number \"" + name + "\"");
    }

    /** The text, in the layout of the corpus: one field a line. */
    byte[] format() {
        StringBuilder out = new StringBuilder("{\n");
        about.forEach((name, value) -> field(out, 1, name, Json.quote(value)));
        out.append(" \"disks\": [");
        String separator = "\n";
        for (Member member : disks) {
            out.append(separator).append("  {\n");
            separator = ",\n";
            DiskInfo info = member.info;
            field(out, 3, "name", Json.quote(info.name()));
            field(out, 3, "sectors", Long.toString(info.sectors()));
            if (info.sectorSize() != SectorBuffer.SECTOR) {
                field(out, 3, "sectorSize", Integer.toString(info.sectorSize()));
            }
            field(out, 3, "serial", Json.quote(info.serial()));
            String wwn = info.wwn();
            if (wwn != null) {
                field(out, 3, "wwn", Json.quote(wwn));
            }
            if (!info.model().isEmpty()) {
                field(out, 3, "model", Json.quote(info.model()));
            }
            out.append("   \"meta\": ").append(Json.quote(member.meta)).append("\n  }");
        }
        return out.append("\n ]\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder out, int indent, String name, String value) {
        out.repeat(' ', indent)
                .append(Json.quote(name))
                .append(": ")
                .append(value)
                .append(",\n");
    }
}
