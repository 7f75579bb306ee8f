package org.dmkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.Controller;
import org.dmkit.raid.Executor;
import org.dmkit.raid.Formats;
import org.dmkit.raid.Group;
import org.dmkit.raid.Machine;
import org.dmkit.raid.Profile;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.Recovery;
import org.dmkit.raid.RefusedException;
import org.dmkit.raid.spi.Format;

/**
 * One command's work on a machine. For a change, what an earlier dmkit left undone is brought to an end first; on a simulated
 * machine, which lives as long as the command, running sets are stopped at the end.
 */
final class Session implements AutoCloseable {
    private final Workplace workplace;
    private final Controller controller;

    private Session(Workplace workplace, Controller controller) {
        this.workplace = workplace;
        this.controller = controller;
    }

    /** To look only: nothing is locked or written. */
    static Session look(Invocation invocation) throws IOException {
        return open(invocation, false, (step, undoing) -> {});
    }

    /** To change something; with {@code --dry-run} only to look. */
    static Session change(Invocation invocation) throws IOException, RefusedException {
        Options options = invocation.options();
        Console console = invocation.console();
        Executor.Listener listener = options.verbose()
                ? (step, undoing) -> console.err().println((undoing ? "dmkit: undo: " : "dmkit: ") + step)
                : (step, undoing) -> {};
        Session session = open(invocation, !options.dryRun(), listener);
        try {
            session.workplace.problems().forEach(console::complain);
            if (!options.dryRun()) {
                session.bringUpToDate(console);
            }
            return session;
        } catch (IOException | RefusedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** For a round of the monitor, which looks at everything itself. */
    static Session monitor(Invocation invocation) throws IOException {
        Session session = open(invocation, !invocation.options().dryRun(), (step, undoing) -> {});
        session.controller.recover();
        return session;
    }

    /** For the dmraid-compatible command: these formats only, and dmraid's tables. */
    static Session dmraid(Invocation invocation, List<Format> formats, boolean writable)
            throws IOException, RefusedException {
        Session session = open(invocation, writable, formats, (step, undoing) -> {}, m -> Profile.CLASSIC);
        try {
            if (writable) {
                session.bringUpToDate(invocation.console());
            }
            return session;
        } catch (IOException | RefusedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static Session open(Invocation invocation, boolean writable, Executor.Listener listener)
            throws IOException {
        return open(
                invocation,
                writable,
                Formats.all(),
                listener,
                machine -> invocation.options().profile().orElseGet(() -> writable ? best(machine) : Profile.MODERN));
    }

    private static Session open(
            Invocation invocation,
            boolean writable,
            List<Format> formats,
            Executor.Listener listener,
            Function<Machine, Profile> profile)
            throws IOException {
        Workplace workplace = invocation.workplaces().open(invocation.options().disks(), writable);
        try {
            Machine machine = workplace.machine();
            return new Session(workplace, new Controller(machine, formats, profile.apply(machine), listener));
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

    Selection selection() {
        return new Selection(controller.scan().groups(), controller.machine().disks());
    }

    /** The group of this name after a change. */
    Group group(String name) {
        return controller.scan().groups().stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Ends what another dmkit began, and writes what the kernel has done meanwhile. Tells what it did. */
    void bringUpToDate(Console console) throws IOException, RefusedException {
        Recovery.Result recovered = controller.recover();
        recovered.decisions().forEach(d -> console.complain(Narration.of(d)));
        recovered.devices().forEach(d -> console.complain(d + ": left behind by an interrupted change, set right"));
        List<Group> before = controller.scan().groups();
        if (controller.settle()) {
            Narration.difference(before, controller.scan().groups()).forEach(console::complain);
        }
    }

    /** Stops sets and marks them clean. */
    Executor.Outcome stop(Group group, Set<String> sets) throws IOException, RefusedException {
        return controller.stop(group, sets);
    }

    @Override
    public void close() throws IOException {
        try (workplace) {
            if (workplace.shortLived().isPresent() && workplace.writable()) {
                stopAll();
            }
            controller.close();
        }
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
