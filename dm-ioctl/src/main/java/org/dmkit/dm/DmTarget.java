package org.dmkit.dm;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What one line of a table does, with its own parameters. Offsets, chunks and regions are in sectors of 512 bytes. */
public sealed interface DmTarget {
    /** The kernel's name of the target type. */
    String type();

    /** The lower devices, in the order in which the parameters name them, without {@link DeviceRef#NONE}. */
    List<DeviceRef> devices();

    /** The same target over other lower devices: each is replaced by what {@code change} gives. */
    DmTarget withDevices(UnaryOperator<DeviceRef> change);

    /** A lower device and the first sector used on it. */
    record Leg(DeviceRef device, long offset) {
        private static List<DeviceRef> devices(List<Leg> legs) {
            return legs.stream().map(Leg::device).toList();
        }

        private static List<Leg> withDevices(List<Leg> legs, UnaryOperator<DeviceRef> change) {
            return legs.stream()
                    .map(l -> new Leg(change.apply(l.device()), l.offset()))
                    .toList();
        }
    }

    /** One contiguous piece of one device. */
    record Linear(DeviceRef device, long offset) implements DmTarget {
        @Override
        public String type() {
            return "linear";
        }

        @Override
        public List<DeviceRef> devices() {
            return List.of(device);
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return new Linear(change.apply(device), offset);
        }
    }

    /** RAID 0. */
    record Striped(int chunk, List<Leg> legs) implements DmTarget {
        public Striped {
            legs = List.copyOf(legs);
        }

        @Override
        public String type() {
            return "striped";
        }

        @Override
        public List<DeviceRef> devices() {
            return Leg.devices(legs);
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return new Striped(chunk, Leg.withDevices(legs, change));
        }
    }

    /**
     * The classic mirror with a log in memory.
     *
     * @param region sectors a region of the log
     * @param sync copy the first leg to the others on start; else all are taken as equal
     * @param handleErrors hold writes when a leg fails instead of going on without it
     */
    record Mirror(int region, boolean sync, List<Leg> legs, boolean handleErrors) implements DmTarget {
        public Mirror {
            legs = List.copyOf(legs);
        }

        @Override
        public String type() {
            return "mirror";
        }

        @Override
        public List<DeviceRef> devices() {
            return Leg.devices(legs);
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return new Mirror(region, sync, Leg.withDevices(legs, change), handleErrors);
        }
    }

    /**
     * The kernel's md personalities (Documentation/admin-guide/device-mapper/dm-raid.rst).
     *
     * @param level the kernel's word: {@code raid1}, {@code raid5_la}, {@code raid10}, ...
     * @param chunk sectors; 0 for raid1
     * @param sync the initial synchronisation
     * @param rebuild slots to be rebuilt from the others
     * @param region sectors a region of the bitmap
     * @param slots metadata and data device of each slot, both {@link DeviceRef#NONE} for a missing member
     */
    record Raid(String level, int chunk, Sync sync, List<Integer> rebuild, OptionalInt region, List<RaidSlot> slots)
            implements DmTarget {
        public Raid {
            rebuild = List.copyOf(rebuild);
            slots = List.copyOf(slots);
        }

        /** How many words follow the level and this count, up to the number of slots. */
        int parameterCount() {
            return 1 + (sync == Sync.DEFAULT ? 0 : 1) + 2 * rebuild.size() + (region.isPresent() ? 2 : 0);
        }

        /** {@code sync} and {@code nosync} of the target, or neither. */
        public enum Sync {
            DEFAULT,
            SYNC,
            NOSYNC
        }

        @Override
        public String type() {
            return "raid";
        }

        @Override
        public List<DeviceRef> devices() {
            return slots.stream()
                    .flatMap(s -> List.of(s.metadata(), s.data()).stream())
                    .filter(d -> !(d instanceof DeviceRef.None))
                    .toList();
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return new Raid(
                    level,
                    chunk,
                    sync,
                    rebuild,
                    region,
                    slots.stream()
                            .map(s -> new RaidSlot(change.apply(s.metadata()), change.apply(s.data())))
                            .toList());
        }
    }

    /** See {@link Raid}. */
    record RaidSlot(DeviceRef metadata, DeviceRef data) {}

    /** Every access fails. */
    record Error() implements DmTarget {
        @Override
        public String type() {
            return "error";
        }

        @Override
        public List<DeviceRef> devices() {
            return List.of();
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return this;
        }
    }

    /** Reads zeros, drops writes. */
    record Zero() implements DmTarget {
        @Override
        public String type() {
            return "zero";
        }

        @Override
        public List<DeviceRef> devices() {
            return List.of();
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return this;
        }
    }

    /** The origin of snapshots. */
    record SnapshotOrigin(DeviceRef device) implements DmTarget {
        @Override
        public String type() {
            return "snapshot-origin";
        }

        @Override
        public List<DeviceRef> devices() {
            return List.of(device);
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return new SnapshotOrigin(change.apply(device));
        }
    }

    /** Any other target, parameters as text; its devices are not known. */
    record Generic(String type, String parameters) implements DmTarget {
        @Override
        public List<DeviceRef> devices() {
            return List.of();
        }

        @Override
        public DmTarget withDevices(UnaryOperator<DeviceRef> change) {
            return this;
        }

        /** The words of the parameters; which of them are devices the target alone knows. */
        public List<String> words() {
            return List.of(parameters.split(" ", -1));
        }

        /** The same with other words in their places. */
        public Generic withWords(UnaryOperator<String> change) {
            return new Generic(type, words().stream().map(change).collect(Collectors.joining(" ")));
        }
    }

    /** Reads the parameters of a table line; what a known type does not explain comes back as {@link Generic}. */
    static DmTarget parse(String type, String parameters) {
        return TargetParser.parse(type, parameters);
    }

    /** The parameters as the kernel takes them. */
    default String parameters() {
        return TargetFormatter.parameters(this);
    }
}
