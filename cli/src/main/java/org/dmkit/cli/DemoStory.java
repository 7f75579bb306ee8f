package org.dmkit.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.table.Profile;

/** What happens in the demonstration. Every command in it is run, and what it prints is what it says. */
final class DemoStory {
    private static final int COMPARED_SECTORS = 1024;

    private final DemoMachine machine;
    private final Console console;
    private final DemoTeller teller;
    private final String format;
    private final String name;

    /** @param format of a mirror that is yet to be made; empty if the disks bear one */
    DemoStory(DemoMachine machine, Console console, String format) {
        this.machine = machine;
        this.format = format;
        // The beginning of a name: in some formats the rest of it changes with the members.
        this.name = format.isEmpty() ? "mirror" : format;
        this.console = console;
        this.teller = new DemoTeller(console);
    }

    /** Tells it to the end. An {@link IOException} is a failed command or a failed write. */
    DemoVerdict tell(Path directory) throws IOException {
        teller.title("A mirror loses a disk, and then the power, while a program writes to it");
        teller.say("The disks are image files in " + directory + "; the kernel is dmkit's simulated device-mapper,"
                + " which keeps to the rules of the real one. Nothing here touches this machine's disks. Every line"
                + " that begins with $ is a command that is run, and below it stands what it prints.");

        RaidSet set = begin();
        var records = new DemoRecords(set.size());
        long acknowledged;
        Duration longest;
        try (var writer = DemoWriter.start(machine.open(set.name()), records, 0)) {
            writer.awaitMore(100);
            teller.say("From now on a program writes numbered records of 4 KiB to it, flushes each, and counts those"
                    + " that were acknowledged: " + writer.acknowledged() + " so far.");
            Disk pulled = lose(writer);
            replace(writer);
            failInTheMiddle(writer, pulled, directory);
            acknowledged = writer.acknowledged();
            longest = writer.longestWait();
        }
        recover();
        // In some formats the set is called by its members, and by others since the restart.
        String device = set().name();
        try (var writer = DemoWriter.start(machine.open(device), records, acknowledged)) {
            finish(writer);
            writer.end();
            writer.mustBeGood();
            acknowledged = writer.acknowledged();
            longest = longest.compareTo(writer.longestWait()) > 0 ? longest : writer.longestWait();
        }
        return verdict(device, records, acknowledged, longest);
    }

    private RaidSet begin() throws IOException {
        if (format.isEmpty()) {
            teller.chapter("A mirror of two disks, made by mdadm for an Intel RAID controller");
            dmkit("scan");
            dmkit("activate " + name);
        } else {
            teller.chapter("A mirror of two disks is made");
            dmkit("create " + format + " mirror --level 1 --disk disk0.img --disk disk1.img");
        }
        dmkit("show " + name);
        return set();
    }

    private Disk lose(DemoWriter writer) throws IOException {
        teller.chapter("A disk is pulled out");
        long before = writer.acknowledged();
        Disk pulled = machine.pull("disk1.img");
        writer.awaitMore(100);
        teller.say("disk1.img is gone. The program goes on: " + (writer.acknowledged() - before)
                + " more records acknowledged. The monitor, which runs all the time on a real machine, marks the loss"
                + " on the disk that is left, so that the lost one can never again pass for a good one:");
        dmkit("monitor --once");
        return pulled;
    }

    private void replace(DemoWriter writer) throws IOException {
        teller.chapter("A new disk takes its place");
        teller.say("The configuration as it is, T0:");
        dmkit("show " + name);
        teller.say("What has to be done to put the blank disk2.img there:");
        dmkit("replace " + name + " 1 disk2.img --dry-run");
        teller.say("That was only the plan. Now in earnest, to the end of the rebuild:");
        long before = writer.acknowledged();
        dmkit("replace " + name + " 1 disk2.img --wait");
        teller.say("Meanwhile " + (writer.acknowledged() - before) + " records were acknowledged. Switching the tables"
                + " took the time that the command tells; the longest that any write has waited so far, with the"
                + " disk's own flush, is " + milliseconds(writer.longestWait()) + " ms. The configuration now, T1:");
        dmkit("show " + name);
    }

    private void failInTheMiddle(DemoWriter writer, Disk pulled, Path directory) throws IOException {
        teller.chapter("The power fails in the middle of a change");
        machine.plugIn(pulled);
        writer.awaitMore(20);
        teller.say("The first disk is plugged in again. Its data are old, and dmkit knows:");
        dmkit("show " + name);
        if (group().stale().stream().noneMatch(pulled.info()::isSame)) {
            teller.say("In this format it is a disk of a set that is no more. Nothing writes over it unasked:");
            dmkit("wipe disk1.img --backup " + directory.resolve("disk1-metadata.tar.gz"));
        }
        teller.say("It is to replace disk2.img, from scratch. But the power fails when the new metadata stand on one"
                + " disk and not yet on the next:");
        String command = "replace " + name + " disk2.img disk1.img --wait";
        teller.prompt(command);
        DemoPower power = machine.runIntoPowerCut(command, metadata(), console);
        writer.end();
        teller.say("Power cut: " + power.written() + " has the new metadata, " + power.spared()
                + " has the old. All that was not flushed is lost, on every disk; nothing is mapped any more.");
        machine.restart();
    }

    private void recover() throws IOException {
        teller.chapter("The machine starts again");
        teller.say(
                format.isEmpty()
                        ? "Both disks bear a record of the change, written before the change began. So it can be brought to"
                                + " an end:"
                        : "If the format has room for it, both disks bear a record of the change, written before the change"
                                + " began, by which it can be brought to an end. Else its metadata are written in an order of"
                                + " which every step leaves the old set or the new one:");
        dmkit("recover");
        dmkit("activate " + name);
        dmkit("show " + name);
    }

    private void finish(DemoWriter writer) throws IOException {
        teller.say("The program goes on with the record that was not acknowledged, and the rebuild runs to its end:");
        writer.awaitMore(20);
        dmkit("rebuild " + name + " --wait");
        dmkit("show " + name);
    }

    private DemoVerdict verdict(String device, DemoRecords records, long acknowledged, Duration longest)
            throws IOException {
        teller.chapter("Is everything there?");
        teller.say("Every acknowledged record is read back through the mapped device. Then the set is stopped, and its"
                + " members are compared with each other, sector by sector.");
        long lost = 0;
        try (Disk mapped = machine.open(device)) {
            MemorySegment buffer = new SectorBuffer(DemoRecords.SECTORS).sectors(DemoRecords.SECTORS);
            for (long number = 0; number < acknowledged; number++) {
                mapped.read(records.lba(number), buffer);
                lost += records.is(number, buffer) ? 0 : 1;
            }
        }
        dmkit("deactivate " + name);
        RaidSet set = set();
        List<Component.Member> members = set.members().toList();
        long compared = members.size() < 2 ? 0 : set.size();
        long different = members.size() < 2 ? 0 : different(members, set.size());
        teller.line("");
        return new DemoVerdict(
                acknowledged,
                lost,
                members.stream().map(m -> m.disk().name()).collect(Collectors.joining(" and ")),
                compared,
                different,
                set.health() == RaidSet.Health.COMPLETE,
                longest);
    }

    /** Sectors in which a member differs from the first. */
    private long different(List<Component.Member> members, long sectors) throws IOException {
        var first = new SectorBuffer(COMPARED_SECTORS);
        var other = new SectorBuffer(COMPARED_SECTORS);
        long different = 0;
        for (long at = 0; at < sectors; at += COMPARED_SECTORS) {
            long count = Math.min(COMPARED_SECTORS, sectors - at);
            MemorySegment expected = read(members.getFirst(), at, first.sectors(count));
            for (Component.Member member : members.subList(1, members.size())) {
                MemorySegment found = read(member, at, other.sectors(count));
                for (long sector = 0; sector < count; sector++) {
                    boolean same = MemorySegment.mismatch(
                                    expected, sector * 512, sector * 512 + 512, found, sector * 512, sector * 512 + 512)
                            == -1;
                    different += same ? 0 : 1;
                }
            }
        }
        return different;
    }

    private MemorySegment read(Component.Member member, long at, MemorySegment into) throws IOException {
        machine.disk(member.disk().name()).read(member.extent().lba() + at, into);
        return into;
    }

    private RaidSet set() throws IOException {
        return group().sets().stream().findFirst().orElseThrow(() -> new IOException("there is no set"));
    }

    /** Where the first disk has them; the others are as large. */
    private List<Extent> metadata() throws IOException {
        Group group = group();
        return group.extents(group.disks().getFirst());
    }

    private Group group() throws IOException {
        try (Workplace workplace = machine.workplace();
                var controller =
                        new Controller(workplace.machine(), Formats.all(), Profile.MODERN, (step, undoing) -> {})) {
            return controller.scan().groups().stream()
                    .filter(g -> !g.sets().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no set"));
        }
    }

    private void dmkit(String command) throws IOException {
        teller.prompt(command);
        machine.run(command, console);
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }
}
