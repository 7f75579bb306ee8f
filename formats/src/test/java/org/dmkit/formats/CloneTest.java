package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Image;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A change of a mirror is cut off before each operation, and the machine comes up with one disk more, of a member's serial and size:
 * as if it were not there, a change comes to its end; and when it is unplugged the members agree.
 */
class CloneTest {
    private static final Scenario REPLACE = Scenario.all()
            .filter(s -> s.toString().equals("isw/raid1-2disk: replace"))
            .findFirst()
            .orElseThrow();

    enum Clone {
        /** Another disk behind a bridge that gives all of them the same serial. */
        STRANGER {
            @Override
            SimulatedDisk of(SimulatedDisk before, DiskInfo info) throws IOException {
                SimulatedDisk stranger = SimulatedDisk.inMemory(info);
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment end = arena.allocate(8 * 512, 4096);
                    end.fill((byte) 'x');
                    stranger.write(info.sectors() - 8, end);
                    stranger.flush();
                }
                return stranger;
            }
        },
        /** A copy of the member that was made before the change. */
        OLD {
            @Override
            SimulatedDisk of(SimulatedDisk before, DiskInfo info) throws IOException {
                return SimulatedDisk.copyOnWrite(before, info.name());
            }
        };

        abstract SimulatedDisk of(SimulatedDisk before, DiskInfo info) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({"STRANGER, sda", "STRANGER, new", "OLD, sda", "OLD, new"})
    void aDiskWithTheSerialOfAMemberIsNotTheMember(Clone clone, String of) throws Exception {
        Ends ends = Ends.of(REPLACE);
        for (int stop = 0; stop < ends.operations(); stop++) {
            var ledger = new Ledger();
            SimulatedDisk second;
            List<SimulatedDisk> disks;
            try (Rig rig = REPLACE.rig(ledger)) {
                SimulatedDisk member = named(rig.copies(), of);
                second = clone.of(member, called("clone", member.info()));
                cut(rig, stop);
                disks = rig.copies();
            }
            String when = "stopped at " + stop;
            disks.forEach(d -> d.powerCut(p -> false));
            var withClone = new ArrayList<>(disks);
            withClone.addFirst(second);
            try (Rig rig = Rig.rebooted(withClone)) {
                List<Image> before = ends.read(rig, "clone", of);
                assertThat(rig.dmkit().recover().outcomes()).as(when).allMatch(Executor.Outcome.Done.class::isInstance);
                assertThat(ends.read(rig, "clone", of)).as(when).isEqualTo(before);
            }
            try (Rig rig = Rig.rebooted(disks)) {
                assertThat(rig.dmkit().recover().nothing()).as(when).isTrue();
                ends.mustBeOneOf(rig);
                Ledger.start(rig);
                ledger.check(rig, when);
            }
        }
    }

    private static void cut(Rig rig, int stop) throws Exception {
        Transition transition = REPLACE.change().on(rig);
        var count = new AtomicInteger();
        rig.machine.onOperation(o -> {
            if (count.getAndIncrement() >= stop) {
                throw new PowerCut();
            }
        });
        try {
            rig.dmkit().run(transition);
        } catch (PowerCut expected) {
            rig.machine.onOperation(o -> {});
        }
    }

    private static SimulatedDisk named(List<SimulatedDisk> disks, String name) {
        return disks.stream()
                .filter(d -> d.info().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static DiskInfo called(String name, DiskInfo i) {
        return new DiskInfo(name, i.sectors(), i.sectorSize(), i.serial(), i.wwn(), i.model(), null, false);
    }
}
