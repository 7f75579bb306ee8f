package org.dmkit.cli.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Reads a JSON document that a person may have written: strictly, so that no slip of the pen is taken for what was meant. */
public final class JsonFile {
    /** The word for standard input. */
    private static final String STANDARD_INPUT = "-";

    /** Of bytes: no machine has as many sets. */
    private static final int MOST = 4 << 20;

    private final String name;
    private final JsonParser parser;

    private JsonFile(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /**
     * The document in a file.
     *
     * @param path or {@code -} for standard input
     * @throws MisreadException if it is no JSON
     */
    public static JsonNode read(String path) throws IOException {
        Path file = Path.of(path.equals(STANDARD_INPUT) ? "/dev/stdin" : path);
        try (InputStream in = Files.newInputStream(file)) {
            return parse(path, text(path, in.readNBytes(MOST + 1)));
        }
    }

    /** The document in a text. */
    public static JsonNode parse(String name, String text) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(text)) {
            var file = new JsonFile(name, parser);
            JsonNode document = file.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw file.here().misread("something follows behind the end of the document");
            }
            return document;
        } catch (JsonProcessingException e) {
            // Where what is not closed was opened it says in a way of its own.
            String why = String.valueOf(e.getOriginalMessage()).replaceAll("(?s)\\s*\\(start marker at .*", "");
            throw place(name, e.getLocation()).misread(why);
        }
    }

    private static String text(String name, byte[] bytes) throws MisreadException {
        if (bytes.length > MOST) {
            throw new FilePlace(name, 1, 1).misread("longer than " + MOST + " bytes");
        }
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean whole = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), text, true)
                .isError();
        String read = text.flip().toString();
        if (!whole) {
            int line = (int) read.chars().filter(c -> c == '\n').count() + 1;
            throw new FilePlace(name, line, read.length() - read.lastIndexOf('\n')).misread("no text in UTF-8");
        }
        return read;
    }

    private JsonNode value(@Nullable JsonToken token) throws IOException {
        FilePlace at = here();
        if (token == null) {
            throw at.misread("the document ends too early");
        }
        return switch (token) {
            case VALUE_STRING -> new JsonNode.Text(at, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNode.Digits(at, parser.getText());
            case VALUE_TRUE -> new JsonNode.Flag(at, true);
            case VALUE_FALSE -> new JsonNode.Flag(at, false);
            case VALUE_NULL -> new JsonNode.Nothing(at);
            case START_ARRAY -> {
                var items = new ArrayList<JsonNode>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(value(next));
                }
                yield new JsonNode.Items(at, items);
            }
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, JsonNode>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_OBJECT; next = parser.nextToken()) {
                    String member = parser.currentName();
                    members.put(member, value(parser.nextToken()));
                }
                yield new JsonNode.Members(at, members);
            }
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw at.misread("no value: " + token);
        };
    }

    private FilePlace here() {
        return place(name, parser.currentTokenLocation());
    }

    private static FilePlace place(String name, @Nullable JsonLocation at) {
        return at == null
                ? new FilePlace(name, 1, 1)
                : new FilePlace(name, at.getLineNr(), Math.max(1, at.getColumnNr()));
    }
}
