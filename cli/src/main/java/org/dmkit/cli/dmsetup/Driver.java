package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** The kernel's driver, opened when it is first asked; what it refuses is told in dmsetup's words. Not thread-safe. */
final class Driver implements AutoCloseable {
    private static final String CONTROL = "/dev/mapper/control";

    private final Premises premises;
    private final UdevPolicy policy;
    private @Nullable DeviceMapper mapper;
    private boolean missing;

    Driver(Premises premises, UdevPolicy policy) {
        this.premises = premises;
        this.policy = policy;
    }

    /** A request to the device-mapper. */
    @FunctionalInterface
    interface Request<T> {
        T run(DeviceMapper mapper) throws IOException;
    }

    /** A request about a device. */
    @FunctionalInterface
    interface DeviceRequest<T> {
        T run(DeviceMapper mapper, DmName name) throws IOException;
    }

    /** A request about a device, without an answer. */
    @FunctionalInterface
    interface DeviceOrder {
        void run(DeviceMapper mapper, DmName name) throws IOException;
    }

    /** Asks about no device. */
    <T> T ask(String task, Request<T> request) throws Failure {
        try {
            return request.run(mapper());
        } catch (IOException e) {
            throw failure(task, new Which.Named(Optional.empty()), e);
        }
    }

    /** Asks about a device. */
    <T> T ask(String task, Which which, DeviceRequest<T> request) throws Failure {
        try {
            return request.run(mapper(), find(which).orElseThrow(Driver::none));
        } catch (IOException e) {
            throw failure(task, which, e);
        }
    }

    /** Asks about a device that may not be there. */
    <T> Optional<T> askIfThere(String task, Which which, DeviceRequest<T> request) throws Failure {
        try {
            Optional<DmName> name = find(which);
            return name.isPresent() ? Optional.of(request.run(mapper(), name.get())) : Optional.empty();
        } catch (IOException e) {
            if (e instanceof KernelException k && k.errno() == Errno.ENXIO) {
                return Optional.empty();
            }
            throw failure(task, which, e);
        }
    }

    void order(String task, Which which, DeviceOrder order) throws Failure {
        ask(task, which, (m, name) -> {
            order.run(m, name);
            return true;
        });
    }

    /** What the kernel said to a request about a device that isn't there. */
    static KernelException none() {
        return new KernelException("find", "device", Errno.ENXIO);
    }

    static Failure failure(String task, Which which, IOException cause) {
        String why = cause instanceof KernelException e ? ErrorText.of(e.errno()) : String.valueOf(cause.getMessage());
        return new Failure("device-mapper: " + task + " ioctl on " + which.label() + " failed: " + why);
    }

    private Optional<DmName> find(Which which) throws IOException, Failure {
        return switch (which) {
            case Which.Named named -> named.name();
            case Which.New fresh -> Optional.of(fresh.name());
            case Which.ByNumber n ->
                find(e -> e.number().major() == n.major() && e.number().minor() == n.minor());
            case Which.ByUuid u -> u.uuid().equals(DmUuid.NONE) ? Optional.empty() : find(u.uuid());
        };
    }

    private Optional<DmName> find(DmUuid uuid) throws IOException, Failure {
        for (DeviceEntry entry : mapper().devices()) {
            if (mapper().uuid(entry).equals(uuid)) {
                return Optional.of(entry.name());
            }
        }
        return Optional.empty();
    }

    private Optional<DmName> find(Predicate<DeviceEntry> wanted) throws IOException, Failure {
        return mapper().devices().stream().filter(wanted).map(DeviceEntry::name).findFirst();
    }

    private DeviceMapper mapper() throws Failure {
        if (missing) {
            throw new Failure();
        }
        DeviceMapper open = mapper;
        if (open == null) {
            open = open();
            mapper = open;
        }
        return open;
    }

    private DeviceMapper open() throws Failure {
        try {
            return premises.deviceMapper(policy);
        } catch (IOException e) {
            missing = true;
            String why = e instanceof KernelException k ? ErrorText.of(k.errno()) : String.valueOf(e.getMessage());
            var lines = new ArrayList<>(List.of(
                    CONTROL + ": open failed: " + why, "Failure to communicate with kernel device-mapper driver."));
            if (premises.privileged()) {
                lines.add("Check that device-mapper is available in the kernel.");
            }
            lines.add("Incompatible libdevmapper " + Look.LIBRARY_VERSION + " and kernel driver (unknown version).");
            throw new Failure(lines);
        }
    }

    @Override
    public void close() {
        if (mapper != null) {
            mapper.close();
        }
    }
}
