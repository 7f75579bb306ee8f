package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** Why the kernel may have refused something: its own words, and who is in the way. */
record Reasons(DeviceMapper mapper, Blocks blocks) {
    /** The message of a failure, with what is known of its cause. */
    String of(IOException failure) {
        if (!(failure instanceof KernelException e)) {
            return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        var why = new ArrayList<String>();
        why.add(e.getMessage());
        if (e.errno() == Errno.ENXIO && !e.call().equals("DM_TABLE_LOAD")) {
            why.add("there is no mapped device " + e.object() + " (see: dmkit dm ls)");
        }
        if (e.errno() == Errno.EBUSY) {
            why.addAll(inTheWay(e));
        }
        return String.join("; ", why);
    }

    private List<String> inTheWay(KernelException e) {
        try {
            return switch (e.call()) {
                case "DM_DEV_CREATE", "DM_DEV_RENAME" -> List.of("the name or the uuid is taken");
                case "DM_DEV_REMOVE" -> inTheWay(e.object());
                default -> List.of();
            };
        } catch (IOException unknown) {
            return List.of();
        }
    }

    private List<String> inTheWay(String object) throws IOException {
        Optional<DeviceEntry> device = Named.named(object, mapper);
        if (device.isEmpty()) {
            return List.of();
        }
        List<String> users =
                users(device.get().number()).stream().map(Object::toString).toList();
        int open = mapper.info(device.get().name()).openCount();
        return users.isEmpty() ? List.of("it is open (" + open + " times)") : users;
    }

    /** Who uses a device, be it mapped or not. */
    List<User> users(DeviceNumber number) throws IOException {
        Set<User> users = new LinkedHashSet<>();
        for (DmName upper : mapper.holders(number)) {
            users.add(User.of(User.Kind.HOLDER, upper.value()));
        }
        users.addAll(blocks.users(number));
        users.addAll(blocks.processes(number));
        return List.copyOf(users);
    }

    /** Loads a table; where a device in it is held by somebody else the failure tells by whom. */
    void load(DmName name, Table table, boolean readOnly) throws IOException {
        try {
            mapper.load(name, table, readOnly);
        } catch (KernelException e) {
            throw e.errno() == Errno.EBUSY ? new IOException(of(e, name, table), e) : e;
        }
    }

    /** The message of a failure of what was done with a table. */
    String of(IOException failure, DmName name, Table table) {
        var holders = new LinkedHashSet<String>();
        if (failure instanceof KernelException e
                && e.errno() == Errno.EBUSY
                && e.call().equals("DM_TABLE_LOAD")) {
            try {
                for (DeviceRef ref : table.devices()) {
                    if (ref instanceof DeviceRef.Number n) {
                        users(n.number()).stream()
                                .filter(u -> !u.equals(User.of(User.Kind.HOLDER, name.value())))
                                .forEach(u -> holders.add(n.number() + ": " + u));
                    }
                }
            } catch (IOException unknown) {
                // Then it is not told.
            }
        }
        return Stream.concat(Stream.of(of(failure)), holders.stream()).collect(Collectors.joining("; "));
    }
}
