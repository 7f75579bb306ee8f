package org.dmkit.raid.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** The kernel's mapped devices at one moment: the other half of T0, beside the disks. */
public final class Live {
    private final List<LiveDevice> devices;
    private final Map<DmName, LiveDevice> byName = new HashMap<>();
    private final Map<DeviceNumber, LiveDevice> byNumber = new HashMap<>();
    private final Map<DeviceNumber, List<LiveDevice>> above = new HashMap<>();

    /** @param devices all that may belong to a set */
    public Live(List<LiveDevice> devices) {
        this.devices = List.copyOf(devices);
        for (LiveDevice device : devices) {
            byName.putIfAbsent(device.name(), device);
            byNumber.putIfAbsent(device.number(), device);
        }
        for (LiveDevice device : devices) {
            LiveSets.places(device.table(), this).stream()
                    .map(Place::device)
                    .distinct()
                    .forEach(n ->
                            above.computeIfAbsent(n, x -> new ArrayList<>(1)).add(device));
        }
    }

    public List<LiveDevice> devices() {
        return devices;
    }

    /** Those whose data lie on this device, looking through helpers; in the order of {@link #devices}. */
    List<LiveDevice> above(DeviceNumber number) {
        return above.getOrDefault(number, List.of());
    }

    /** Reads tables of every device that is not another subsystem's (their tables are none of our business, and may hold keys). */
    public static Live read(DeviceMapper mapper) throws KernelException {
        var devices = new ArrayList<LiveDevice>();
        for (DeviceEntry entry : mapper.devices()) {
            try {
                var info = mapper.info(entry.name());
                String uuid = info.uuid().value();
                if (uuid.startsWith("CRYPT-") || uuid.startsWith("LVM-") || uuid.startsWith("mpath-")) {
                    continue;
                }
                devices.add(new LiveDevice(
                        info,
                        mapper.table(entry.name(), TableSlot.ACTIVE),
                        mapper.table(entry.name(), TableSlot.INACTIVE)));
            } catch (KernelException e) {
                if (e.errno() != Errno.ENXIO) { // ENXIO: it went away since it was listed
                    throw e;
                }
            }
        }
        return new Live(devices);
    }

    public Optional<LiveDevice> byName(DmName name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<LiveDevice> byNumber(DeviceNumber number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** Where a lower device really lies: looks through dmkit's own offset helpers. */
    public Optional<Place> place(DeviceRef ref, long offset) {
        return switch (ref) {
            case DeviceRef.Number n -> {
                Optional<LiveDevice> helper = byNumber(n.number()).filter(LiveDevice::isHelper);
                if (helper.isPresent()
                        && helper.get().active().lines().size() == 1
                        && helper.get().active().lines().getFirst().target() instanceof DmTarget.Linear l) {
                    yield place(l.device(), offset + l.offset());
                }
                yield Optional.of(new Place(n.number(), offset));
            }
            case DeviceRef.Mapped m -> byName(m.name()).flatMap(d -> place(DeviceRef.of(d.number()), offset));
            case DeviceRef.Path p -> Optional.empty();
            case DeviceRef.None none -> Optional.empty();
        };
    }

    /** A device and the first sector used on it. */
    public record Place(DeviceNumber device, long offset) {
        // Written out, because what a record has by itself is linked when first called, which a short command pays for.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place o && device.equals(o.device) && offset == o.offset;
        }

        @Override
        public int hashCode() {
            return 31 * device.hashCode() + Long.hashCode(offset);
        }
    }
}
