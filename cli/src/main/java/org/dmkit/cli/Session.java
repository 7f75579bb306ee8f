package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.commit.Recovery;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.table.Profile;

/**
 * One command's work on a machine. For a change, what an earlier dmkit left undone is brought to an end first; on a simulated
 * machine, which lives as long as the command, running sets are stopped at the end.
 */
final class Session implements AutoCloseable {
    private final Workplace workplace;
    private final Controller controller;
    private final List<Step> tried;
    private final Access access;
    private final Consumer<String> told;

    private Session(
            Workplace workplace, Controller controller, List<Step> tried, Access access, Consumer<String> told) {
        this.workplace = workplace;
        this.controller = controller;
        this.tried = tried;
        this.access = access;
        this.told = told;
    }

    /** What a command may do. */
    private enum Access {
        LOOK,
        /** All, on a {@link Trial}. */
        TRY,
        WRITE;

        static Access of(Invocation invocation) {
            return invocation.options().dryRun() ? TRY : WRITE;
        }
    }

    /** To look only: nothing is locked or written. */
    static Session look(Invocation invocation) throws IOException {
        JournalFile.mustBeThere(invocation.options().journal());
        return open(invocation, Access.LOOK, (step, undoing) -> {});
    }

    /**
     * To change something: what waits to be done is done and told first. With {@code --dry-run} all that happens on a
     * {@link Trial}.
     */
    static Session change(Invocation invocation) throws IOException, RefusedException {
        Session session = toChange(invocation);
        try {
            session.bringUpToDate(told(invocation));
            return session;
        } catch (IOException | RefusedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** As {@link #change}, but what waits still waits. */
    static Session toChange(Invocation invocation) throws IOException {
        Console console = invocation.console();
        Executor.Listener listener = invocation.options().verbose()
                ? (step, undoing) -> console.err().println((undoing ? "dmkit: undo: " : "dmkit: ") + step)
                : (step, undoing) -> {};
        Session session = open(invocation, Access.of(invocation), listener);
        session.workplace.problems().forEach(console::complain);
        return session;
    }

    private static Consumer<Notice> told(Invocation invocation) {
        boolean trial = invocation.options().dryRun();
        return notice -> invocation.console().complain(Narration.of(notice, trial));
    }

    /** For a round of the monitor, which tells everything itself. */
    static Session monitor(Invocation invocation) throws IOException {
        return open(invocation, Access.of(invocation), (step, undoing) -> {});
    }

    /** For the dmraid-compatible command: these formats only, and dmraid's tables. */
    static Session dmraid(Invocation invocation, List<Format<?>> formats, boolean writable)
            throws IOException, RefusedException {
        Access access = writable ? Access.WRITE : Access.LOOK;
        Session session = open(
                invocation,
                access,
                formats,
                (step, undoing) -> {},
                m -> Profile.CLASSIC,
                invocation.console()::complain);
        try {
            if (writable) {
                session.bringUpToDate(told(invocation));
            }
            return session;
        } catch (IOException | RefusedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static Session open(Invocation invocation, Access access, Executor.Listener listener) throws IOException {
        Session session = open(
                invocation,
                access,
                Formats.all(),
                listener,
                machine -> invocation
                        .options()
                        .profile()
                        .orElseGet(() -> access == Access.LOOK ? Profile.MODERN : best(machine)),
                invocation.console()::complain);
        try {
            session.workplace.mustSeeADisk();
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    private static Session open(
            Invocation invocation,
            Access access,
            List<Format<?>> formats,
            Executor.Listener listener,
            Function<Machine, Profile> profile,
            Consumer<String> told)
            throws IOException {
        Workplace workplace = invocation.workplaces().open(invocation.options(), access == Access.WRITE);
        try {
            var tried = new ArrayList<Step>();
            Machine machine = access == Access.TRY ? Trial.of(workplace.machine()) : workplace.machine();
            Executor.Listener heard = access == Access.TRY ? (step, undoing) -> tried.add(step) : listener;
            return new Session(
                    workplace, new Controller(machine, formats, profile.apply(machine), heard), tried, access, told);
        } catch (RuntimeException e) {
            workplace.close();
            throw e;
        }
    }

    /** The modern profile needs the kernel's {@code raid} target. Asking loads its module. */
    private static Profile best(Machine machine) {
        try {
            machine.deviceMapper().targetVersion("raid");
            return Profile.MODERN;
        } catch (KernelException none) {
            return Profile.CLASSIC;
        }
    }

    Controller controller() {
        return controller;
    }

    Workplace workplace() {
        return workplace;
    }

    Selection selection() throws IOException {
        return new Selection(controller.scan().groups(), controller.machine().disks(), controller.devices());
    }

    /** The group of this name after a change. */
    Group group(String name) {
        return controller.scan().groups().stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Ends what another dmkit began. */
    void recover(Consumer<Notice> told) throws IOException {
        if (workplace.holds().isPresent()) {
            for (String device :
                    workplace.holds().get().wake(controller.machine().deviceMapper(), access == Access.TRY)) {
                told.accept(new Notice.SetRight(device));
            }
        }
        Recovery.Result recovered = controller.recover();
        for (int i = 0; i < recovered.decisions().size(); i++) {
            told.accept(new Notice.Ended(
                    recovered.decisions().get(i), recovered.outcomes().get(i)));
        }
        recovered.devices().forEach(d -> told.accept(new Notice.SetRight(d)));
        recovered.findings().forEach(f -> told.accept(new Notice.Noticed(new Monitor.Event.Problem("", f.toString()))));
    }

    /** Ends what another dmkit began, and writes what the kernel has done meanwhile. */
    void bringUpToDate(Consumer<Notice> told) throws IOException, RefusedException {
        recover(told);
        List<Group> before = controller.scan().groups();
        if (controller.settle()) {
            Monitor.difference(before, controller.scan().groups()).forEach(e -> told.accept(new Notice.Noticed(e)));
        }
    }

    /** What has been done on a {@link Trial}, in order. */
    List<Step> tried() {
        return List.copyOf(tried);
    }

    /** Refuses to start anything where there is no device-mapper, before metadata are written. */
    void mustMap() throws IOException {
        controller.machine().deviceMapper().version();
    }

    /** The names of the sets of a group that run, subsets too. */
    Set<String> running(Group group) throws IOException {
        return LiveSets.match(group, Live.read(controller.machine().deviceMapper()))
                .bySet()
                .keySet();
    }

    /** Stops sets and marks them clean; one that did not run stays as it is, because nobody knows what it missed. */
    Executor.Outcome stop(Group group, Set<String> sets) throws IOException, RefusedException {
        return controller.stop(group, sets);
    }

    @Override
    public void close() throws IOException {
        try (workplace) {
            if (workplace.shortLived().isPresent() && workplace.writable()) {
                stopAll();
                workplace.changed().forEach(path -> told.accept(changed(path)));
            }
            controller.close();
        }
    }

    private String changed(String path) {
        return workplace.lasting()
                ? "simulated; " + path + " was changed"
                : "not written: " + path + " (simulated in memory; to keep the change add " + Options.WRITE + ")";
    }

    private void stopAll() throws IOException {
        for (Group group : controller.scan().groups()) {
            try {
                Set<String> sets = group.sets().stream().map(RaidSet::name).collect(Collectors.toSet());
                if (controller.runs(group)) {
                    controller.settle();
                    stop(group(group.name()), sets);
                }
            } catch (RefusedException e) {
                throw new IOException(e);
            }
        }
    }
}
