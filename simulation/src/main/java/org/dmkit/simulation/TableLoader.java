package org.dmkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** Makes the targets of a table, with the checks of each target's constructor. */
final class TableLoader {
    private static final int PAGE_SECTORS = 8;

    /** Targets whose first word is their lower device. */
    private static final List<String> LOWER_FIRST = List.of("flakey", "delay");

    private final Kernel kernel;

    TableLoader(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The caller has the kernel's lock. */
    LoadedTable load(MappedDevice owner, Table table, boolean readOnly) throws KernelException {
        return new Loading(owner).load(table, readOnly);
    }

    /** One load: collects the devices that the table names. */
    final class Loading {
        private final MappedDevice owner;
        private final Set<BlockDevice> devices = new LinkedHashSet<>();

        Loading(MappedDevice owner) {
            this.owner = owner;
        }

        private LoadedTable load(Table table, boolean readOnly) throws KernelException {
            if (table.isEmpty()) {
                throw refused(Errno.EINVAL);
            }
            var lines = new ArrayList<Table.Line>();
            var targets = new ArrayList<LiveTarget>();
            for (Table.Line line : table.lines()) {
                targets.add(target(line.target(), line.length()));
                lines.add(new Table.Line(line.start(), line.length(), numbered(line.target())));
            }
            return new LoadedTable(new Table(lines), targets, devices, readOnly);
        }

        private LiveTarget target(DmTarget target, long length) throws KernelException {
            return switch (target) {
                case DmTarget.Linear t -> new LinearTarget(lower(t.device(), t.offset(), length), t.offset());
                case DmTarget.Striped t -> striped(t, length);
                case DmTarget.Mirror t -> mirror(t, length);
                case DmTarget.Raid t -> new RaidLoader(this).load(t, length);
                case DmTarget.SnapshotOrigin t -> new LinearTarget(lower(t.device(), 0, length), 0);
                case DmTarget.Error t -> new ErrorTarget();
                case DmTarget.Zero t -> new ZeroTarget();
                case DmTarget.Generic t -> generic(t, length);
            };
        }

        /** No time passes here: what is delayed comes at once, and what is flakey is always up, unless it never is. */
        private LiveTarget generic(DmTarget.Generic target, long length) throws KernelException {
            check(LOWER_FIRST.contains(target.type()));
            List<String> words = new ArrayList<>(target.words());
            if (target.type().equals("flakey") && words.size() == 5) {
                // How many features follow: none is known here.
                check(words.removeLast().equals("0"));
            }
            check(words.size() == (target.type().equals("flakey") ? 4 : 3));
            List<Long> numbers = new ArrayList<>();
            for (String word : words.subList(1, words.size())) {
                check(word.matches("[0-9]{1,18}"));
                numbers.add(Long.parseLong(word));
            }
            long offset = numbers.getFirst();
            LiveTarget below = new LinearTarget(lower(ref(words.getFirst()), offset, length), offset);
            if (target.type().equals("delay")) {
                return below;
            }
            long up = numbers.get(1);
            check(up + numbers.get(2) > 0);
            return up > 0 ? below : new ErrorTarget();
        }

        private static DeviceRef ref(String word) {
            return word.matches("[0-9]{1,3}:[0-9]{1,6}")
                    ? DeviceRef.of(DeviceNumber.parse(word))
                    : DeviceRef.ofPath(word);
        }

        private StripedTarget striped(DmTarget.Striped t, long length) throws KernelException {
            int count = t.legs().size();
            check(count > 0 && t.chunk() > 0 && length % count == 0 && length / count % t.chunk() == 0);
            return new StripedTarget(t.chunk(), legs(t.legs(), length / count), owner::raiseEvent);
        }

        private MirrorTarget mirror(DmTarget.Mirror t, long length) throws KernelException {
            boolean regionFits = isPowerOfTwo(t.region()) && t.region() % PAGE_SECTORS == 0 && t.region() <= length;
            check(regionFits && t.legs().size() >= 2 && t.legs().size() <= 9);
            List<MemberLeg> legs = legs(t.legs(), length);
            return new MirrorTarget(length, t.region(), t.sync(), legs, t.handleErrors(), owner::raiseEvent);
        }

        private List<MemberLeg> legs(List<DmTarget.Leg> legs, long length) throws KernelException {
            var made = new ArrayList<MemberLeg>();
            for (DmTarget.Leg leg : legs) {
                made.add(new MemberLeg(lower(leg.device(), leg.offset(), length), leg.offset()));
            }
            return made;
        }

        Runnable event() {
            return owner::raiseEvent;
        }

        /** Finds a lower device and checks that what is mapped of it exists. */
        BlockDevice lower(DeviceRef ref, long offset, long length) throws KernelException {
            BlockDevice device = find(ref);
            check(offset >= 0 && length <= device.sectors() - offset);
            devices.add(device);
            return device;
        }

        private BlockDevice find(DeviceRef ref) throws KernelException {
            @Nullable BlockDevice device = resolve(ref);
            if (device == null) {
                throw refused(ref instanceof DeviceRef.Path ? Errno.ENODEV : Errno.ENXIO);
            }
            check(device != owner);
            if (device.isClaimed()) {
                throw refused(Errno.EBUSY);
            }
            if (device instanceof MappedDevice m && !m.isBlockDevice()) {
                throw refused(Errno.ENXIO);
            }
            // Linux 6.1 lets linear and mirror stand on a device that has never had an active table; raid doesn't.
            check(!(device instanceof MappedDevice m) || m.hasActiveTable());
            return device;
        }

        private @Nullable BlockDevice resolve(DeviceRef ref) {
            return switch (ref) {
                case DeviceRef.Number n -> kernel.device(n.number());
                case DeviceRef.Mapped m -> kernel.mapped(m.name());
                case DeviceRef.Path p -> byPath(p.path());
                case DeviceRef.None n -> null;
            };
        }

        private @Nullable BlockDevice byPath(String path) {
            for (MappedDevice device : kernel.mappedDevices()) {
                if (path.equals("/dev/mapper/" + device.name())) {
                    return device;
                }
            }
            return kernel.diskNamed(path);
        }

        private DmTarget numbered(DmTarget target) {
            if (target instanceof DmTarget.Generic g) {
                BlockDevice device = resolve(ref(g.words().getFirst()));
                String count = g.type().equals("flakey") && g.words().size() == 4 ? " 0" : "";
                String words = g.parameters().substring(g.words().getFirst().length());
                // The kernel prints how many features there are, too.
                return device == null ? g : new DmTarget.Generic(g.type(), device.number() + words + count);
            }
            return target.withDevices(ref -> {
                BlockDevice device = resolve(ref);
                return device == null ? ref : DeviceRef.of(device.number());
            });
        }

        void check(boolean acceptable) throws KernelException {
            if (!acceptable) {
                throw refused(Errno.EINVAL);
            }
        }

        KernelException refused(int errno) {
            return new KernelException("DM_TABLE_LOAD", owner.label(), errno);
        }
    }

    static boolean isPowerOfTwo(int n) {
        return n > 0 && (n & (n - 1)) == 0;
    }
}
