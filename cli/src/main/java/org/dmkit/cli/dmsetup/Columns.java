package org.dmkit.cli.dmsetup;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which fields a report shows, and by which it is sorted.
 *
 * @param fields in the order in which they are shown
 * @param keys the most important first
 * @param help instead of a report the fields are listed
 */
record Columns(List<Field> fields, List<Key> keys, boolean help) {
    private static final String USUAL = "name,major,minor,attr,open,segments,events,uuid";
    private static final String USUAL_PARTS = "vg_name,lv_name,lv_layer";

    /** What it is sorted by. */
    record Key(Field field, boolean descending) {}

    static Columns of(Command command, Switches switches, Log log) throws Failure {
        String usual = command == Command.SPLIT_NAME ? USUAL_PARTS : USUAL;
        String options = switches.text(Option.OPTIONS).orElse(usual);
        var reading = new Reading(command, log);
        reading.fields(options.startsWith("+") ? usual + "," + options.substring(1) : options);
        Optional<String> sort = switches.text(Option.SORT);
        if (sort.isPresent()) {
            if (command == Command.STATUS || command == Command.TABLE) {
                throw new Failure("--sort is not yet supported with status and table.");
            }
            reading.keys(sort.get());
        }
        return new Columns(List.copyOf(reading.fields), List.copyOf(reading.keys), reading.help);
    }

    private static final class Reading {
        private final Command command;
        private final Log log;
        private final List<Field> fields = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private boolean help;

        Reading(Command command, Log log) {
            this.command = command;
            this.log = log;
        }

        void fields(String text) throws Failure {
            for (String word : words(text)) {
                if (isHelp(word)) {
                    help = true;
                    continue;
                }
                Optional<Field> field = Field.of(word);
                if (field.isPresent()) {
                    fields.add(field.get());
                } else if (!addAll(word)) {
                    Usage.fields(log, true, false);
                    throw new Failure("Unrecognised field: " + word);
                }
            }
        }

        private static boolean isHelp(String word) {
            return Field.plain(word).equals("help") || word.equals("?");
        }

        /** {@code all}, or all of a section. */
        private boolean addAll(String word) {
            String plain = Field.plain(word);
            Set<Field.Section> meant = EnumSet.noneOf(Field.Section.class);
            for (Field.Section section : Field.Section.values()) {
                boolean own = command == Command.SPLIT_NAME
                        ? section == Field.Section.PARTS
                        : section != Field.Section.SPECIAL;
                if ((word.equalsIgnoreCase("all") && own)
                        || (plain.equals(Field.plain(section.prefix()) + "all") && section != Field.Section.SPECIAL)) {
                    meant.add(section);
                }
            }
            for (Field field : Field.values()) {
                if (meant.contains(field.section())) {
                    fields.add(field);
                }
            }
            return !meant.isEmpty();
        }

        void keys(String text) throws Failure {
            for (String word : words(text)) {
                boolean signed = word.startsWith("+") || word.startsWith("-");
                String name = signed ? word.substring(1) : word;
                Optional<Field> field = Field.of(name);
                if (signed && name.isEmpty()) {
                    log.error("dm_report: Missing sort field name");
                }
                if (isHelp(name) && !name.isEmpty()) {
                    help = true;
                } else if (field.isEmpty()) {
                    Usage.fields(log, true, false);
                    throw new Failure("dm_report: Unrecognised field: " + word);
                } else if (keys.stream().anyMatch(k -> k.field() == field.get())) {
                    log.error("dm_report: Ignoring duplicate sort field: "
                            + field.get().id() + ".");
                } else {
                    keys.add(new Key(field.get(), word.startsWith("-")));
                }
            }
        }

        /** Several commas in a row are one, but one at the end has an empty name behind it. */
        private static List<String> words(String text) {
            var words = new ArrayList<String>();
            int at = 0;
            while (at < text.length()) {
                while (at < text.length() && text.charAt(at) == ',') {
                    at++;
                }
                int comma = text.indexOf(',', at);
                int end = comma < 0 ? text.length() : comma;
                words.add(text.substring(at, end));
                at = end;
            }
            return words;
        }
    }
}
