package org.dmkit.cli.dmsetup;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which devices are meant, by what fields hold. */
sealed interface Selection {
    boolean matches(Map<Field, Value> row);

    /** Adds the fields that it needs. */
    void fields(Set<Field> fields);

    /** One field. The report's own field about the selection is never held against it. */
    record Comparison(Field field, Predicate<Value> test) implements Selection {
        @Override
        public boolean matches(Map<Field, Value> row) {
            @Nullable Value value = field == Field.SELECTED ? Value.of(1) : row.get(field);
            return value != null && test.test(value);
        }

        @Override
        public void fields(Set<Field> fields) {
            fields.add(field);
        }
    }

    record All(List<Selection> parts) implements Selection {
        @Override
        public boolean matches(Map<Field, Value> row) {
            return parts.stream().allMatch(p -> p.matches(row));
        }

        @Override
        public void fields(Set<Field> fields) {
            parts.forEach(p -> p.fields(fields));
        }
    }

    record Any(List<Selection> parts) implements Selection {
        @Override
        public boolean matches(Map<Field, Value> row) {
            return parts.stream().anyMatch(p -> p.matches(row));
        }

        @Override
        public void fields(Set<Field> fields) {
            parts.forEach(p -> p.fields(fields));
        }
    }

    record Not(Selection part) implements Selection {
        @Override
        public boolean matches(Map<Field, Value> row) {
            return !part.matches(row);
        }

        @Override
        public void fields(Set<Field> fields) {
            part.fields(fields);
        }
    }
}
