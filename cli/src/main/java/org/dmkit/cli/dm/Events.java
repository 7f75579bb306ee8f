package org.dmkit.cli.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.EventPoll;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** {@code events}: what happens to all devices, one line an event, over one file that the kernel makes readable. */
final class Events implements Verb {
    @Override
    public String word() {
        return "events";
    }

    @Override
    public String summary() {
        return "Print the count of events of each device, and with --follow what happens from then on.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.flag("--follow", "Go on: devices that are made, removed, renamed, and events of their targets.")
                .option("--timeout", Span.LABEL, "With --follow: no longer than this.");
    }

    @Override
    public boolean manyAnswers() {
        return true;
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        long end = System.nanoTime() + Span.of(words.value("--timeout")).toNanos();
        if (!words.has("--follow") && !words.value("--timeout").isEmpty()) {
            throw new Misuse("--timeout goes with --follow only");
        }
        try (EventPoll poll = work.mapper().eventPoll()) {
            // Opened before the first look, so that nothing in between is missed.
            Map<DeviceNumber, DeviceEntry> last = devices(work.mapper());
            boolean heard = told(
                    last.values().stream().map(d -> new Event("present", d, "")).toList(), work);
            while (words.has("--follow") && heard) {
                if (poll.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    Map<DeviceNumber, DeviceEntry> now = devices(work.mapper());
                    heard = told(between(last, now), work);
                    last = now;
                } else if (System.nanoTime() >= end) {
                    break;
                }
            }
        }
        return Answer.of(List.of(), Map.of());
    }

    /**
     * What has happened to a device.
     *
     * @param kind {@code present}, {@code made}, {@code removed}, {@code renamed}, {@code event}
     * @param before the name that it had, if it was renamed
     */
    record Event(String kind, DeviceEntry device, String before) {}

    private static Map<DeviceNumber, DeviceEntry> devices(DeviceMapper mapper) throws KernelException {
        var devices = new TreeMap<DeviceNumber, DeviceEntry>(
                (a, b) -> a.major() != b.major() ? a.major() - b.major() : a.minor() - b.minor());
        mapper.devices().forEach(d -> devices.put(d.number(), d));
        return devices;
    }

    /** In the order of numbers, those that are gone first. */
    static List<Event> between(Map<DeviceNumber, DeviceEntry> before, Map<DeviceNumber, DeviceEntry> now) {
        var events = new ArrayList<Event>();
        before.forEach((number, device) -> {
            if (!now.containsKey(number)) {
                events.add(new Event("removed", device, ""));
            }
        });
        now.forEach((number, device) -> {
            DeviceEntry old = before.get(number);
            if (old == null || (!old.uuid().equals(device.uuid()) && old.eventNumber() >= device.eventNumber())) {
                if (old != null) {
                    events.add(new Event("removed", old, ""));
                }
                events.add(new Event("made", device, ""));
            } else if (!old.name().equals(device.name())) {
                events.add(new Event("renamed", device, old.name().value()));
            } else if (old.eventNumber() != device.eventNumber()) {
                events.add(new Event("event", device, ""));
            }
        });
        return events;
    }

    private static boolean told(List<Event> events, Work work) throws IOException {
        for (Event event : events) {
            if (!work.listener().answer(answer(event, work.mapper()))) {
                return false;
            }
        }
        return true;
    }

    private static Answer answer(Event event, DeviceMapper mapper) throws IOException {
        DeviceEntry device = event.device();
        Map<String, Object> fields = Answer.fields(
                "event", event.kind(),
                "name", device.name().value(),
                "number", device.number().toString(),
                "uuid", device.uuid().value(),
                "count", device.eventNumber());
        if (!event.before().isEmpty()) {
            fields.put("before", event.before());
        }
        if (event.kind().equals("event")) {
            fields.put("targets", targets(device, mapper));
        }
        String line = event.kind() + "\t" + device.name() + "\t" + device.number() + "\t" + device.eventNumber()
                + (event.before().isEmpty() ? "" : "\t" + event.before());
        return Answer.of(List.of(line), fields);
    }

    /** What they say now; nothing if the device has gone since. */
    private static List<Map<String, Object>> targets(DeviceEntry device, DeviceMapper mapper) throws KernelException {
        try {
            return mapper.status(device.name()).stream().map(Status::fields).toList();
        } catch (KernelException e) {
            if (e.errno() != Errno.ENXIO) {
                throw e;
            }
            return List.of();
        }
    }
}
