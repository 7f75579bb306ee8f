package org.dmkit.raid.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a change writes, stage by stage: all of a stage is on the disks, flushed and read back, before the next begins.
 *
 * @param stages none if nothing differs; no disk is written twice
 */
public record Update(List<Stage> stages) {
    public Update {
        stages = List.copyOf(stages);
    }

    /** What becomes of a change when a write fails. */
    public enum Duty {
        /** It is taken back. */
        MUST,
        /** It goes on: a lost disk that may not answer. */
        BEST_EFFORT
    }

    /**
     * Writes that may reach the disks in any order among each other.
     *
     * @param images by name of disk, each disk's in the order of writing
     */
    public record Stage(Map<String, List<Image>> images, Duty duty) {
        public Stage {
            images = Collections.unmodifiableMap(new TreeMap<>(images));
        }
    }

    /** Nothing to write. */
    public static Update nothing() {
        return new Update(List.of());
    }

    /** All in one stage, for formats whose redo record makes the order meaningless. */
    public static Update of(Map<String, List<Image>> images) {
        return images.isEmpty() ? nothing() : new Update(List.of(new Stage(images, Duty.MUST)));
    }

    /** What must be written, by name of disk, in the order of the stages. */
    public Map<String, List<Image>> images() {
        return images(Duty.MUST);
    }

    /** What lost disks are told if they answer, by name of disk. */
    public Map<String, List<Image>> lostImages() {
        return images(Duty.BEST_EFFORT);
    }

    private Map<String, List<Image>> images(Duty duty) {
        var all = new LinkedHashMap<String, List<Image>>();
        stages.stream()
                .filter(s -> s.duty() == duty)
                .forEach(s -> s.images().forEach((disk, images) -> {
                    if (all.put(disk, images) != null) {
                        throw new IllegalStateException(disk + " is written in two stages");
                    }
                }));
        return all;
    }
}
