package org.dmkit.cli.dm;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.KernelException;

/**
 * A device that is going to be suspended.
 *
 * @param name if it has no uuid it is the same device only by this name
 * @param digest of the table that it runs with; a table itself may hold keys
 */
record HeldDevice(String number, String uuid, String name, String digest) {
    static HeldDevice of(DmName name, DeviceMapper mapper) throws KernelException {
        DeviceInfo info = mapper.info(name);
        return new HeldDevice(info.number().toString(), info.uuid().value(), name.value(), digest(name, mapper));
    }

    private static String digest(DmName name, DeviceMapper mapper) throws KernelException {
        try {
            byte[] table = mapper.table(name, TableSlot.ACTIVE).text().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(table));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The inverse of {@link #parse}. */
    String line() {
        return number + " " + digest + " " + encoded(uuid) + " " + encoded(name);
    }

    private static String encoded(String text) {
        return text.isEmpty() ? "-" : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Empty for a line that is none, as one that was not written to its end: nothing had been suspended then. */
    static Optional<HeldDevice> parse(String line) {
        String[] words = line.split(" ", -1);
        try {
            return words.length == 4
                    ? Optional.of(new HeldDevice(words[0], decoded(words[2]), decoded(words[3]), words[1]))
                    : Optional.empty();
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static String decoded(String word) {
        return word.equals("-") ? "" : URLDecoder.decode(word, StandardCharsets.UTF_8);
    }

    /** The same device as it is now; empty if it is gone, or another has its number. */
    private Optional<DeviceInfo> now(DeviceMapper mapper) throws KernelException {
        Optional<DeviceEntry> entry = Named.numbered(number, mapper);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        DeviceInfo info = mapper.info(entry.get().name());
        boolean same = info.uuid().value().equals(uuid)
                && (!uuid.isEmpty() || info.name().value().equals(name));
        return same ? Optional.of(info) : Optional.empty();
    }

    static boolean noneSuspended(List<HeldDevice> devices, DeviceMapper mapper) throws KernelException {
        for (HeldDevice device : devices) {
            if (device.now(mapper).filter(DeviceInfo::suspended).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Resumes those that are suspended, the last first.
     *
     * @param devices that were to be switched together, in the order in which they are suspended
     * @return the names of those that were
     */
    static List<String> wake(List<HeldDevice> devices, DeviceMapper mapper) throws KernelException {
        boolean forward = false;
        for (HeldDevice device : devices) {
            Optional<DeviceInfo> now = device.now(mapper);
            forward |= now.isPresent() && !digest(now.get().name(), mapper).equals(device.digest());
        }
        var woken = new ArrayList<String>();
        for (HeldDevice device : devices.reversed()) {
            DeviceInfo now = device.now(mapper).orElse(null);
            if (now == null) {
                continue;
            }
            // What was loaded must not become active at a resume that somebody means otherwise.
            if (!forward && now.hasInactiveTable()) {
                mapper.clear(now.name());
            }
            if (now.suspended()) {
                mapper.resume(now.name());
                woken.add(now.name().value());
            }
        }
        return woken;
    }
}
