package org.dmkit.cli.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a JSON document, and where it stands. */
public sealed interface JsonNode {
    FilePlace at();

    /** As error messages call it. */
    String kind();

    record Text(FilePlace at, String value) implements JsonNode {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /**
     * A number.
     *
     * @param digits as they stand there
     */
    record Digits(FilePlace at, String digits) implements JsonNode {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Flag(FilePlace at, boolean value) implements JsonNode {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    record Nothing(FilePlace at) implements JsonNode {
        @Override
        public String kind() {
            return "null";
        }
    }

    record Items(FilePlace at, List<JsonNode> values) implements JsonNode {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /**
     * An object.
     *
     * @param values by name, in the order of the document
     */
    record Members(FilePlace at, Map<String, JsonNode> values) implements JsonNode {
        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String kind() {
            return "an object";
        }
    }
}
