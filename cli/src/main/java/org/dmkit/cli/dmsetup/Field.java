package org.dmkit.cli.dmsetup;

import java.util.Locale;
import java.util.Optional;

/** What a report can tell of a device, in the order in which the help has it. */
enum Field {
    NAME(Section.NAME, false, "Name", 16, "name", "Name of mapped device."),
    MANGLED_NAME(Section.NAME, false, "MangledName", 16, "mangled_name", "Mangled name of mapped device."),
    UNMANGLED_NAME(Section.NAME, false, "UnmangledName", 16, "unmangled_name", "Unmangled name of mapped device."),
    UUID(Section.NAME, false, "UUID", 32, "uuid", "Unique (optional) identifier for mapped device."),
    MANGLED_UUID(
            Section.NAME,
            false,
            "MangledUUID",
            32,
            "mangled_uuid",
            "Mangled unique (optional) identifier for mapped device."),
    UNMANGLED_UUID(
            Section.NAME,
            false,
            "UnmangledUUID",
            32,
            "unmangled_uuid",
            "Unmangled unique (optional) identifier for mapped device."),
    READ_AHEAD(Section.NAME, true, "RAhead", 6, "read_ahead", "Read ahead value."),
    BLOCK_NAME(Section.INFO, false, "BlkDevName", 16, "blkdevname", "Name of block device."),
    ATTRIBUTES(Section.INFO, false, "Stat", 4, "attr", "(L)ive, (I)nactive, (s)uspended, (r)ead-only, read-(w)rite."),
    TABLES_LOADED(
            Section.INFO,
            false,
            "Tables",
            6,
            "tables_loaded",
            "Which of the live and inactive table slots are filled."),
    SUSPENDED(Section.INFO, false, "Suspended", 9, "suspended", "Whether the device is suspended."),
    READ_ONLY(Section.INFO, false, "Read-only", 9, "readonly", "Whether the device is read-only or writeable."),
    NUMBER(Section.INFO, false, "DevNo", 5, "devno", "Device major and minor numbers"),
    MAJOR(Section.INFO, true, "Maj", 3, "major", "Block device major number."),
    MINOR(Section.INFO, true, "Min", 3, "minor", "Block device minor number."),
    OPEN(Section.INFO, true, "Open", 4, "open", "Number of references to open device, if requested."),
    SEGMENTS(Section.INFO, true, "Targ", 4, "segments", "Number of segments in live table, if present."),
    EVENTS(Section.INFO, true, "Event", 6, "events", "Number of most recent event."),
    DEVICE_COUNT(Section.DEPS, true, "#Devs", 5, "device_count", "Number of devices used by this one."),
    DEVICES_USED(
            Section.TREE, false, "DevNamesUsed", 16, "devs_used", "List of names of mapped devices used by this one."),
    NUMBERS_USED(
            Section.DEPS,
            false,
            "DevNosUsed",
            16,
            "devnos_used",
            "List of device numbers of devices used by this one."),
    BLOCKS_USED(
            Section.DEPS,
            false,
            "BlkDevNamesUsed",
            16,
            "blkdevs_used",
            "List of names of block devices used by this one."),
    USER_COUNT(Section.TREE, true, "#Refs", 5, "device_ref_count", "Number of mapped devices referencing this one."),
    USER_NAMES(
            Section.TREE, false, "RefNames", 8, "names_using_dev", "List of names of mapped devices using this one."),
    USER_NUMBERS(
            Section.TREE,
            false,
            "RefDevNos",
            9,
            "devnos_using_dev",
            "List of device numbers of mapped devices using this one."),
    SUBSYSTEM(Section.PARTS, false, "Subsys", 6, "subsystem", "Userspace subsystem responsible for this device."),
    GROUP(Section.PARTS, false, "VG", 4, "vg_name", "LVM Volume Group name."),
    VOLUME(Section.PARTS, false, "LV", 4, "lv_name", "LVM Logical Volume name."),
    LAYER(Section.PARTS, false, "LVLayer", 7, "lv_layer", "LVM device layer."),
    /** Not listed with the others: whether the device is selected. */
    SELECTED(Section.SPECIAL, true, "Selected", 8, "selected", "Set if item passes selection criteria.");

    /** Fields that are told together, and can be asked for together. */
    enum Section {
        NAME("Mapped Device Name", "name_"),
        INFO("Mapped Device Information", "info_"),
        DEPS("Mapped Device Relationship Information", "deps_"),
        TREE("Mapped Device Relationship Information", "tree_"),
        PARTS("Mapped Device Name Components", "splitname_"),
        SPECIAL("Special", "special_");

        private final String title;
        private final String prefix;

        Section(String title, String prefix) {
            this.title = title;
            this.prefix = prefix;
        }

        String title() {
            return title;
        }

        String prefix() {
            return prefix;
        }
    }

    private final Section section;
    private final boolean number;
    private final String heading;
    private final int width;
    private final String id;
    private final String description;

    Field(Section section, boolean number, String heading, int width, String id, String description) {
        this.section = section;
        this.number = number;
        this.heading = heading;
        this.width = width;
        this.id = id;
        this.description = description;
    }

    /** The field of that name, in which underscores and case are of no matter. */
    static Optional<Field> of(String name) {
        String plain = plain(name);
        for (Field field : values()) {
            if (!plain.isEmpty() && plain(field.id).equals(plain)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    Section section() {
        return section;
    }

    /** Whether it holds numbers, else texts. */
    boolean isNumber() {
        return number;
    }

    String type() {
        return number ? "number" : "string";
    }

    String heading() {
        return heading;
    }

    /** Characters of its column at least. */
    int width() {
        return width;
    }

    String id() {
        return id;
    }

    String description() {
        return description;
    }
}
