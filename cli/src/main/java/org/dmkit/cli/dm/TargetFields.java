package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.cli.document.Count;
import org.dmkit.cli.document.JsonNode;
import org.dmkit.cli.document.JsonObject;
import org.dmkit.cli.document.MisreadException;
import org.dmkit.cli.document.Word;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;

/** The parameters of targets that are known, by name. */
final class TargetFields {
    private static final List<String> LEG = List.of("device", "offset");
    private static final List<String> SLOT = List.of("metadata", "data");

    private TargetFields() {}

    /** Adds them to those of a line. */
    static void write(DmTarget target, Map<String, Object> fields) {
        switch (target) {
            case DmTarget.Linear t -> {
                fields.put("device", t.device().text());
                fields.put("offset", t.offset());
            }
            case DmTarget.Striped t -> {
                fields.put("chunk", t.chunk());
                fields.put("legs", legs(t.legs()));
            }
            case DmTarget.Mirror t -> {
                fields.put("region", t.region());
                fields.put("sync", t.sync());
                fields.put("handleErrors", t.handleErrors());
                fields.put("legs", legs(t.legs()));
            }
            case DmTarget.Raid t -> {
                fields.put("level", t.level());
                fields.put("chunk", t.chunk());
                if (t.sync() != DmTarget.Raid.Sync.DEFAULT) {
                    fields.put("sync", t.sync() == DmTarget.Raid.Sync.SYNC);
                }
                fields.put("rebuild", t.rebuild());
                t.region().ifPresent(r -> fields.put("region", r));
                fields.put(
                        "slots",
                        t.slots().stream()
                                .map(s -> Answer.fields("metadata", text(s.metadata()), "data", text(s.data())))
                                .toList());
            }
            case DmTarget.SnapshotOrigin t -> fields.put("device", t.device().text());
            case DmTarget.Generic t -> {}
            case DmTarget.Error t -> {}
            case DmTarget.Zero t -> {}
        }
    }

    private static List<Map<String, Object>> legs(List<DmTarget.Leg> legs) {
        return legs.stream()
                .map(l -> Answer.fields("device", l.device().text(), "offset", l.offset()))
                .toList();
    }

    /** Empty for no device. */
    private static String text(DeviceRef ref) {
        return ref instanceof DeviceRef.None ? "" : ref.text();
    }

    /** The names that the fields of a target have; none of one that is not known. */
    static List<String> names(String type) {
        return switch (type) {
            case "linear" -> List.of("device", "offset");
            case "striped" -> List.of("chunk", "legs");
            case "mirror" -> List.of("region", "sync", "handleErrors", "legs");
            case "raid" -> List.of("level", "chunk", "sync", "rebuild", "region", "slots");
            case "snapshot-origin" -> List.of("device");
            default -> List.of();
        };
    }

    /**
     * The target that they tell.
     *
     * @return empty if none of the names is there
     * @throws MisreadException if one is wrong or missing
     */
    static Optional<DmTarget> read(String type, JsonObject line) throws MisreadException {
        if (names(type).stream().allMatch(n -> line.value(n).isEmpty())) {
            return Optional.empty();
        }
        DmTarget target = switch (type) {
            case "linear" -> new DmTarget.Linear(device(line, "device"), number(line, "offset"));
            case "striped" -> new DmTarget.Striped(integer(line, "chunk"), legs(line));
            case "mirror" ->
                new DmTarget.Mirror(
                        integer(line, "region"),
                        line.required("sync", line.flag("sync")),
                        legs(line),
                        line.required("handleErrors", line.flag("handleErrors")));
            case "raid" -> raid(line);
            default -> new DmTarget.SnapshotOrigin(device(line, "device"));
        };
        return Optional.of(DmTarget.parse(type, target.parameters()));
    }

    private static DmTarget raid(JsonObject line) throws MisreadException {
        Optional<Boolean> said = line.flag("sync");
        var sync = DmTarget.Raid.Sync.DEFAULT;
        if (said.isPresent()) {
            sync = said.get() ? DmTarget.Raid.Sync.SYNC : DmTarget.Raid.Sync.NOSYNC;
        }
        var rebuild = new ArrayList<Integer>();
        for (JsonNode slot : line.items("rebuild").orElse(List.of())) {
            rebuild.add(integer(JsonObject.count(slot)));
        }
        Optional<Count> region = line.count("region");
        var slots = new ArrayList<DmTarget.RaidSlot>();
        for (JsonNode node : line.required("slots", line.items("slots"))) {
            var slot = new JsonObject(node, SLOT);
            slots.add(new DmTarget.RaidSlot(deviceOrNone(slot, "metadata"), deviceOrNone(slot, "data")));
        }
        return new DmTarget.Raid(
                oneWord(line.required("level", line.word("level"))),
                integer(line, "chunk"),
                sync,
                rebuild,
                region.isPresent() ? OptionalInt.of(integer(region.get())) : OptionalInt.empty(),
                slots);
    }

    private static List<DmTarget.Leg> legs(JsonObject line) throws MisreadException {
        var legs = new ArrayList<DmTarget.Leg>();
        for (JsonNode node : line.required("legs", line.items("legs"))) {
            var leg = new JsonObject(node, LEG);
            legs.add(new DmTarget.Leg(device(leg, "device"), number(leg, "offset")));
        }
        return legs;
    }

    private static DeviceRef device(JsonObject object, String name) throws MisreadException {
        return DeviceRef.ofPath(oneWord(object.required(name, object.word(name))));
    }

    private static DeviceRef deviceOrNone(JsonObject object, String name) throws MisreadException {
        Word word = object.required(name, object.word(name));
        return word.text().isEmpty() ? DeviceRef.NONE : DeviceRef.ofPath(oneWord(word));
    }

    private static String oneWord(Word word) throws MisreadException {
        if (!word.text().matches("[^\\s\\p{Cntrl}]+")) {
            throw word.at().misread("not one word: \"" + word.text() + "\"");
        }
        return word.text();
    }

    private static long number(JsonObject object, String name) throws MisreadException {
        return object.required(name, object.count(name)).value();
    }

    private static int integer(JsonObject object, String name) throws MisreadException {
        return integer(object.required(name, object.count(name)));
    }

    private static int integer(Count count) throws MisreadException {
        if (count.value() > Integer.MAX_VALUE) {
            throw count.at().misread("too large: " + count.value());
        }
        return (int) count.value();
    }
}
