package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.cli.document.Count;
import org.dmkit.cli.document.FilePlace;
import org.dmkit.cli.document.JsonNode;
import org.dmkit.cli.document.JsonObject;
import org.dmkit.cli.document.MisreadException;
import org.dmkit.cli.document.Word;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;

/**
 * Devices as they shall be, as {@code dmkit dm export} prints them. Nothing of it is compared with the machine yet.
 *
 * @param blocks what they stood on when it was printed
 */
record State(List<Device> devices, List<Block> blocks) {
    private static final List<String> DOCUMENT = List.of("schema", "command", "devices", "blocks");
    private static final List<String> DEVICE =
            List.of("name", "uuid", "number", "suspended", "readOnly", "remove", "lines", "inactive");
    private static final List<String> LINE = List.of("start", "length", "target", "parameters");
    private static final List<String> BLOCK = List.of("number", "name", "sectors", "sectorSize");

    State {
        devices = List.copyOf(devices);
        blocks = List.copyOf(blocks);
    }

    /**
     * One device.
     *
     * @param uuid empty: any
     * @param readOnly empty: as it is
     * @param remove whether there shall be none of this name
     * @param table devices as they stand there: by number, or as paths
     * @param moment what it was when it was printed, and need not become again
     */
    record Device(
            FilePlace at,
            DmName name,
            Optional<DmUuid> uuid,
            Optional<Boolean> readOnly,
            boolean remove,
            Table table,
            Moment moment) {}

    /**
     * What a device is only for a time.
     *
     * @param inactive the table that is loaded; empty for none
     */
    record Moment(Optional<Word> number, boolean suspended, Table inactive) {}

    /** A block device that is not mapped. Sizes as {@link Blocks.Block} has them. */
    record Block(FilePlace at, String number, String name, long sectors, long sectorSize) {}

    /** The state in a document. */
    static State of(JsonNode root) throws MisreadException {
        JsonObject document = JsonObject.answerOf("dm export", root, DOCUMENT);
        var devices = new ArrayList<Device>();
        var names = new HashSet<DmName>();
        for (JsonNode node : document.required("devices", document.items("devices"))) {
            Device device = device(new JsonObject(node, DEVICE));
            if (!names.add(device.name())) {
                throw device.at().misread(device.name() + " is in it twice");
            }
            devices.add(device);
        }
        var blocks = new ArrayList<Block>();
        for (JsonNode node : document.items("blocks").orElse(List.of())) {
            blocks.add(block(new JsonObject(node, BLOCK)));
        }
        return new State(devices, blocks);
    }

    private static Block block(JsonObject block) throws MisreadException {
        return new Block(
                block.at(),
                block.required("number", block.word("number")).text(),
                block.required("name", block.word("name")).text(),
                block.required("sectors", block.count("sectors")).value(),
                block.required("sectorSize", block.count("sectorSize")).value());
    }

    private static Device device(JsonObject device) throws MisreadException {
        Word word = device.required("name", device.word("name"));
        DmName name;
        try {
            name = new DmName(word.text());
        } catch (IllegalArgumentException e) {
            throw word.at().misread(String.valueOf(e.getMessage()));
        }
        var moment = new Moment(
                device.word("number"),
                device.flag("suspended").orElse(false),
                table(device.items("inactive").orElse(List.of())));
        boolean remove = device.flag("remove").orElse(false);
        Optional<List<JsonNode>> lines = device.items("lines");
        return new Device(
                device.at(),
                name,
                uuid(device),
                device.flag("readOnly"),
                remove,
                remove && lines.isEmpty() ? Table.EMPTY : table(device.required("lines", lines)),
                moment);
    }

    private static Optional<DmUuid> uuid(JsonObject device) throws MisreadException {
        Optional<Word> word = device.word("uuid");
        if (word.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DmUuid(word.get().text()));
        } catch (IllegalArgumentException e) {
            throw word.get().at().misread(String.valueOf(e.getMessage()));
        }
    }

    private static Table table(List<JsonNode> nodes) throws MisreadException {
        var text = new StringBuilder();
        var places = new ArrayList<FilePlace>();
        long next = 0;
        for (JsonNode node : nodes) {
            var any = new JsonObject(
                    node, Stream.concat(LINE.stream(), allNames()).toList());
            Word type = any.required("target", any.word("target"));
            List<String> names = TargetFields.names(type.text());
            var line = new JsonObject(
                    node, Stream.concat(LINE.stream(), names.stream()).toList());
            long start = line.count("start").map(Count::value).orElse(next);
            long length = line.required("length", line.count("length")).value();
            next = start + length;
            String shown = start + " " + length + " " + type.text() + " " + parameters(type, line);
            if (!type.text().matches("[!-~]+") || shown.chars().anyMatch(Character::isISOControl)) {
                throw line.at().misread("a line of a table has no control characters");
            }
            text.append(shown.strip()).append('\n');
            places.add(line.at());
        }
        try {
            return Table.parse(text.toString());
        } catch (TableException e) {
            throw places.get(e.line() - 1).misread(String.valueOf(e.getMessage()));
        }
    }

    private static Stream<String> allNames() {
        return Stream.of("linear", "striped", "mirror", "raid", "snapshot-origin")
                .flatMap(t -> TargetFields.names(t).stream())
                .distinct();
    }

    /** By name or as text; who gives both must mean the same. */
    private static String parameters(Word type, JsonObject line) throws MisreadException {
        Optional<DmTarget> named = TargetFields.read(type.text(), line);
        Optional<Word> text = line.word("parameters");
        if (named.isEmpty()) {
            return text.map(Word::text).orElse("");
        }
        String said = named.get().parameters();
        if (text.isPresent() && !DmTarget.parse(type.text(), text.get().text()).equals(named.get())) {
            throw text.get()
                    .at()
                    .misread("parameters say \"" + text.get().text() + "\", the other fields \"" + said
                            + "\"; leave one of both out");
        }
        return said;
    }
}
