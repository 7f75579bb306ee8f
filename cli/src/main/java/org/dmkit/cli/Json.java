package org.dmkit.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dmkit.cli.document.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes JSON as doc/json.md describes it. Loaded only when JSON is asked for: the parser library costs start-up. */
final class Json {
    private final JsonGenerator generator;

    private Json(JsonGenerator generator) {
        this.generator = generator;
    }

    /** One whole document. */
    static void write(Writer out, String command, Consumer<Json> fields) {
        write(out, command, fields, new DefaultPrettyPrinter());
    }

    /** One document on a line of its own, for a stream of them. */
    static void line(Writer out, String command, Consumer<Json> fields) {
        write(out, command, fields, new MinimalPrettyPrinter());
    }

    private static void write(Writer out, String command, Consumer<Json> fields, PrettyPrinter printer) {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                // The locale decides how text is encoded, and must not turn two names into one.
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build();
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.setPrettyPrinter(printer);
            generator.writeStartObject();
            generator.writeNumberField("schema", JsonObject.SCHEMA);
            generator.writeStringField("command", command);
            fields.accept(new Json(generator));
            generator.writeEndObject();
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Json field(String name, @Nullable String value) {
        return run(() -> generator.writeStringField(name, value));
    }

    Json field(String name, long value) {
        return run(() -> generator.writeNumberField(name, value));
    }

    Json field(String name, boolean value) {
        return run(() -> generator.writeBooleanField(name, value));
    }

    Json object(String name, Runnable fields) {
        run(() -> generator.writeObjectFieldStart(name));
        fields.run();
        return run(generator::writeEndObject);
    }

    /** An array of objects. */
    <T> Json objects(String name, Iterable<T> items, Consumer<T> fields) {
        run(() -> generator.writeArrayFieldStart(name));
        for (T item : items) {
            run(generator::writeStartObject);
            fields.accept(item);
            run(generator::writeEndObject);
        }
        return run(generator::writeEndArray);
    }

    /** An array of strings. */
    Json strings(String name, Iterable<String> items) {
        run(() -> generator.writeArrayFieldStart(name));
        for (String item : items) {
            run(() -> generator.writeString(item));
        }
        return run(generator::writeEndArray);
    }

    /** Fields of texts, numbers, booleans, lists, and maps of these. */
    Json fields(Map<String, Object> fields) {
        fields.forEach((name, value) -> {
            run(() -> generator.writeFieldName(name));
            value(value);
        });
        return this;
    }

    private void value(Object value) {
        switch (value) {
            case String s -> run(() -> generator.writeString(s));
            case Long n -> run(() -> generator.writeNumber(n));
            case Integer n -> run(() -> generator.writeNumber(n));
            case Boolean b -> run(() -> generator.writeBoolean(b));
            case List<?> list -> {
                run(generator::writeStartArray);
                list.forEach(this::value);
                run(generator::writeEndArray);
            }
            case Map<?, ?> map -> {
                run(generator::writeStartObject);
                map.forEach((name, each) -> {
                    run(() -> generator.writeFieldName((String) name));
                    value(each);
                });
                run(generator::writeEndObject);
            }
            default -> throw new IllegalArgumentException("no JSON: " + value);
        }
    }

    private Json run(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
