package org.dmkit.cli.dm;

import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** Which device a word means: a name, {@code /dev/mapper/NAME}, {@code uuid:UUID} or {@code MAJOR:MINOR}. */
final class Named {
    private static final String DIRECTORY = "/dev/mapper/";

    private Named() {}

    /** The device's name. Whether one of that name is there is not asked. */
    static DmName device(String word, DeviceMapper mapper) throws Misuse, Refusal, KernelException {
        try {
            DevId id = DevId.parse(word);
            return id instanceof DmName name ? name : mapper.info(id).name();
        } catch (IllegalArgumentException e) {
            throw new Misuse(String.valueOf(e.getMessage()));
        } catch (KernelException e) {
            if (e.errno() == Errno.ENXIO) {
                throw unknown(word);
            }
            throw e;
        }
    }

    /** As {@link #device}, and one of that name is there. */
    static DmName present(String word, DeviceMapper mapper) throws Misuse, Refusal, KernelException {
        return entry(device(word, mapper), mapper).name();
    }

    /** The devices that are meant: that one, or without a word all, by name. */
    static List<DmName> devices(String word, DeviceMapper mapper) throws Misuse, Refusal, KernelException {
        return word.isEmpty()
                ? mapper.devices().stream().map(DeviceEntry::name).sorted().toList()
                : List.of(device(word, mapper));
    }

    /** The device of that name. */
    static DeviceEntry entry(DmName name, DeviceMapper mapper) throws Refusal, KernelException {
        return named(name.value(), mapper).orElseThrow(() -> unknown(name.value()));
    }

    /** The device of that name; empty if there is none. */
    static Optional<DeviceEntry> named(String name, DeviceMapper mapper) throws KernelException {
        return mapper.devices().stream()
                .filter(d -> d.name().value().equals(name))
                .findFirst();
    }

    /** The device with that number; empty if there is none. */
    static Optional<DeviceEntry> numbered(String number, DeviceMapper mapper) throws KernelException {
        return mapper.devices().stream()
                .filter(d -> d.number().toString().equals(number))
                .findFirst();
    }

    /** True if the word is {@code MAJOR:MINOR}. */
    static boolean isNumber(String word) {
        return word.matches("[0-9]{1,4}:[0-9]{1,7}");
    }

    /** {@code /dev/mapper/NAME} without what is in front. */
    static String withoutDirectory(String word) {
        return word.startsWith(DIRECTORY) ? word.substring(DIRECTORY.length()) : word;
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

    private static Refusal unknown(String word) {
        return new Refusal("dm.no-device", "there is no mapped device " + word, "dmkit dm ls");
    }
}
