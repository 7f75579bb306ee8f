package org.dmkit.cli.dm;

import java.util.List;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.KernelException;

/** Which device a word means: a name, {@code /dev/mapper/NAME}, {@code uuid:UUID} or {@code MAJOR:MINOR}. */
final class Named {
    private static final String UUID = "uuid:";
    private static final String DIRECTORY = "/dev/mapper/";

    private Named() {}

    /** The device's name. Whether one of that name is there is not asked. */
    static DmName device(String word, DeviceMapper mapper) throws Misuse, Refusal, KernelException {
        if (word.startsWith(UUID)) {
            String uuid = word.substring(UUID.length());
            for (DeviceEntry entry : mapper.devices()) {
                if (uuidOf(entry, mapper).value().equals(uuid)) {
                    return entry.name();
                }
            }
            throw unknown(word);
        }
        if (word.matches("\\d{1,4}:\\d{1,7}")) {
            for (DeviceEntry entry : mapper.devices()) {
                if (entry.number().toString().equals(word)) {
                    return entry.name();
                }
            }
            throw unknown(word);
        }
        return name(word.startsWith(DIRECTORY) ? word.substring(DIRECTORY.length()) : word);
    }

    /** The devices that are meant: that one, or without a word all, by name. */
    static List<DmName> devices(String word, DeviceMapper mapper) throws Misuse, Refusal, KernelException {
        return word.isEmpty()
                ? mapper.devices().stream().map(DeviceEntry::name).sorted().toList()
                : List.of(device(word, mapper));
    }

    /** The device of that name. */
    static DeviceEntry entry(DmName name, DeviceMapper mapper) throws Refusal, KernelException {
        return mapper.devices().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name.value()));
    }

    /** A name for a device. */
    static DmName name(String word) throws Misuse {
        try {
            return new DmName(word);
        } catch (IllegalArgumentException e) {
            throw new Misuse(String.valueOf(e.getMessage()));
        }
    }

    static DmUuid uuid(String word) throws Misuse {
        try {
            return new DmUuid(word);
        } catch (IllegalArgumentException e) {
            throw new Misuse(String.valueOf(e.getMessage()));
        }
    }

    /** Kernels before 5.18 don't list uuids. */
    private static DmUuid uuidOf(DeviceEntry entry, DeviceMapper mapper) throws KernelException {
        return entry.uuid().equals(DmUuid.NONE) ? mapper.info(entry.name()).uuid() : entry.uuid();
    }

    private static Refusal unknown(String word) {
        return new Refusal("dm.no-device", "there is no mapped device " + word, "dmkit dm ls");
    }
}
