package org.dmkit.dm.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Status of a {@code multipath} ({@code multipath_status} in drivers/md/dm-mpath.c).
 *
 * @param features two numbers: whether I/O waits for a group to be initialised (of older kernels: how much), how often that was asked for
 * @param handler of the hardware handler, mostly nothing
 * @param next the number of the group that is used next, from 1; 0 if there is none
 * @param groups by priority
 */
public record MultipathStatus(List<String> features, List<String> handler, int next, List<Group> groups)
        implements KnownStatus {
    public MultipathStatus {
        features = List.copyOf(features);
        handler = List.copyOf(handler);
        groups = List.copyOf(groups);
    }

    /**
     * Paths of one priority.
     *
     * @param state {@code A} in use, {@code E} enabled, {@code D} disabled
     * @param selector what the path selector says of the group
     * @param paths to the disk
     */
    public record Group(char state, List<String> selector, List<Path> paths) {
        public Group {
            selector = List.copyOf(selector);
            paths = List.copyOf(paths);
        }

        private static Group read(StatusWords w) {
            String state = w.word();
            if (!state.equals("A") && !state.equals("E") && !state.equals("D")) {
                throw new IllegalArgumentException(state);
            }
            List<String> selector = w.counted();
            int count = w.integer();
            int arguments = w.integer();
            var paths = new ArrayList<Path>();
            for (int i = 0; i < count; i++) {
                paths.add(new Path(w.word(), w.either("A", "F"), w.number(), w.words(arguments)));
            }
            return new Group(state.charAt(0), selector, paths);
        }
    }

    /**
     * One path.
     *
     * @param device as the kernel names it
     * @param active false if it has failed
     * @param failures how often it has
     * @param selector what the path selector says of it
     */
    public record Path(String device, boolean active, long failures, List<String> selector) {
        public Path {
            selector = List.copyOf(selector);
        }
    }

    public static Optional<MultipathStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            List<String> features = w.counted();
            List<String> handler = w.counted();
            int count = w.integer();
            int next = w.integer();
            var groups = new ArrayList<Group>();
            for (int i = 0; i < count; i++) {
                groups.add(Group.read(w));
            }
            return new MultipathStatus(features, handler, next, groups);
        });
    }
}
