package org.dmkit.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has found, as JSON: its circumstances, what it left out and why, and every measured value. The rows are in the file
 * for people and other programs; read back, they are made of the values again.
 */
record Results(Map<String, String> circumstances, List<String> omitted, Measurements measured) {
    private static final JsonFactory JSON = new JsonFactory();

    List<Row> rows() {
        return Comparisons.of(measured);
    }

    void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("circumstances");
            for (var entry : circumstances.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("omitted");
            for (String reason : omitted) {
                json.writeString(reason);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            for (Row row : rows()) {
                write(row, json);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("measured");
            for (var entry : measured.all().entrySet()) {
                double[] values = entry.getValue().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                json.writeFieldName(entry.getKey());
                json.writeArray(values, 0, values.length);
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void write(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", row.topic().title);
        json.writeStringField("what", row.what());
        json.writeStringField("against", row.against());
        json.writeStringField("unit", row.unit());
        json.writeNumberField("ours", row.ours());
        if (!row.isAlone()) {
            json.writeNumberField("theirs", row.theirs());
        }
        json.writeNumberField(row.isAlone() ? "value" : "ratio", row.value());
        if (!Double.isNaN(row.target())) {
            json.writeNumberField("target", row.target());
            json.writeStringField("verdict", row.verdict().name());
        }
        json.writeEndObject();
    }

    static Results read(Path file) throws IOException {
        var circumstances = new LinkedHashMap<String, String>();
        var omitted = new ArrayList<String>();
        var measured = new Measurements();
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String part = json.currentName();
                json.nextToken();
                switch (part) {
                    case "circumstances" -> {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            circumstances.put(json.currentName(), json.nextTextValue());
                        }
                    }
                    case "omitted" -> {
                        while (json.nextToken() == JsonToken.VALUE_STRING) {
                            omitted.add(json.getText());
                        }
                    }
                    case "measured" -> read(json, measured);
                    default -> json.skipChildren();
                }
            }
        }
        return new Results(circumstances, omitted, measured);
    }

    private static void read(JsonParser json, Measurements into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                into.add(name, json.getDoubleValue());
            }
        }
    }
}
