package org.dmkit.dm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DeviceMapper.TargetVersion;
import org.dmkit.dm.DeviceMapper.Version;
import org.dmkit.linux.DeviceNumber;

/** What the kernel answered, over the memory of the request. Each method fits the requests that its comment names. */
final class DmReply {
    /** Since 4.37 the list of devices has event numbers, since 4.45 uuids. */
    private static final int MINOR_LISTS_EVENTS = 37;

    private static final int MINOR_LISTS_UUIDS = 45;

    private final ByteBuffer bytes;

    DmReply(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** All: the version of the interface. */
    Version version() {
        return versionAt(DmLayout.VERSION);
    }

    /** DM_DEV_*, DM_TABLE_*: the device. */
    DeviceInfo info() {
        int flags = flags();
        return new DeviceInfo(
                NameMangling.name(text(DmLayout.NAME)),
                new DmUuid(NameMangling.unmangle(text(DmLayout.UUID))),
                number(),
                bytes.getInt(DmLayout.OPEN_COUNT),
                bytes.getInt(DmLayout.EVENT_NR),
                bytes.getInt(DmLayout.TARGET_COUNT),
                (flags & DmLayout.SUSPEND_FLAG) != 0,
                (flags & DmLayout.READONLY_FLAG) != 0,
                (flags & DmLayout.ACTIVE_PRESENT_FLAG) != 0,
                (flags & DmLayout.INACTIVE_PRESENT_FLAG) != 0,
                removalDeferred());
    }

    /** DM_DEV_*: the device's number. */
    DeviceNumber number() {
        return DeviceNumber.unpack(bytes.getLong(DmLayout.DEV));
    }

    /** DM_DEV_REMOVE, DM_DEV_RENAME, DM_DEV_SUSPEND: whether udev has been told, with the cookie. */
    boolean ueventGenerated() {
        return (flags() & DmLayout.UEVENT_GENERATED_FLAG) != 0;
    }

    /** DM_DEV_*: whether the device is there until its last close only. */
    boolean removalDeferred() {
        return (flags() & DmLayout.DEFERRED_REMOVE) != 0;
    }

    /** DM_LIST_DEVICES. */
    List<DeviceEntry> devices() {
        var list = new ArrayList<DeviceEntry>();
        int minor = version().minor();
        int at = data();
        if (bytes.getLong(at + DmLayout.LIST_DEV) == 0) {
            return List.of();
        }
        while (true) {
            int nameAt = at + DmLayout.LIST_NAME;
            int nameEnd = textEnd(nameAt);
            int more = DmLayout.align(nameEnd + 1);
            int event = minor >= MINOR_LISTS_EVENTS ? bytes.getInt(more) : 0;
            boolean hasUuid = minor >= MINOR_LISTS_UUIDS && (bytes.getInt(more + 4) & DmLayout.LIST_HAS_UUID) != 0;
            list.add(new DeviceEntry(
                    NameMangling.name(text(nameAt)),
                    DeviceNumber.unpack(bytes.getLong(at + DmLayout.LIST_DEV)),
                    event,
                    hasUuid ? new DmUuid(NameMangling.unmangle(text(more + 8))) : DmUuid.NONE));
            int next = bytes.getInt(at + DmLayout.LIST_NEXT);
            if (next == 0) {
                return List.copyOf(list);
            }
            at += next;
        }
    }

    /** DM_LIST_VERSIONS, DM_GET_TARGET_VERSION. */
    List<TargetVersion> targetVersions() {
        var list = new ArrayList<TargetVersion>();
        int at = data();
        while (true) {
            list.add(new TargetVersion(text(at + DmLayout.VERSIONS_NAME), versionAt(at + DmLayout.VERSIONS_VERSION)));
            int next = bytes.getInt(at + DmLayout.VERSIONS_NEXT);
            if (next == 0) {
                return List.copyOf(list);
            }
            at += next;
        }
    }

    /** DM_TABLE_DEPS. */
    List<DeviceNumber> dependencies() {
        int count = bytes.getInt(data() + DmLayout.DEPS_COUNT);
        var list = new ArrayList<DeviceNumber>(count);
        for (int i = 0; i < count; i++) {
            list.add(DeviceNumber.unpack(bytes.getLong(data() + DmLayout.DEPS_DEV + i * Long.BYTES)));
        }
        return List.copyOf(list);
    }

    /** DM_TABLE_STATUS with DM_STATUS_TABLE_FLAG. */
    Table table() {
        return new Table(status().stream()
                .map(s -> new Table.Line(s.start(), s.length(), DmTarget.parse(s.type(), s.text())))
                .toList());
    }

    /** DM_TABLE_STATUS. */
    List<TargetStatus> status() {
        return lines().stream()
                .map(s -> new TargetStatus(
                        s.start(), s.length(), s.type(), s.text().strip()))
                .toList();
    }

    /** DM_TABLE_STATUS to the last blank. */
    List<TargetStatus> lines() {
        int count = bytes.getInt(DmLayout.TARGET_COUNT);
        var list = new ArrayList<TargetStatus>(count);
        int at = data();
        for (int i = 0; i < count; i++) {
            list.add(new TargetStatus(
                    bytes.getLong(at + DmLayout.SPEC_START),
                    bytes.getLong(at + DmLayout.SPEC_LENGTH),
                    text(at + DmLayout.SPEC_TYPE, DmLayout.TYPE_LEN),
                    text(at + DmLayout.SPEC)));
            // In answers "next" counts from the first line, in requests from this one.
            at = data() + bytes.getInt(at + DmLayout.SPEC_NEXT);
        }
        return List.copyOf(list);
    }

    /** DM_TARGET_MSG. */
    String message() {
        return (flags() & DmLayout.DATA_OUT_FLAG) != 0 ? text(data()) : "";
    }

    private int flags() {
        return bytes.getInt(DmLayout.FLAGS);
    }

    private int data() {
        return bytes.getInt(DmLayout.DATA_START);
    }

    private Version versionAt(int at) {
        return new Version(bytes.getInt(at), bytes.getInt(at + 4), bytes.getInt(at + 8));
    }

    private String text(int at) {
        return text(at, Integer.MAX_VALUE);
    }

    private String text(int at, int most) {
        byte[] text = new byte[Math.min(most, textEnd(at) - at)];
        bytes.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private int textEnd(int at) {
        int end = at;
        while (bytes.get(end) != 0) {
            end++;
        }
        return end;
    }
}
