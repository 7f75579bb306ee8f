package org.dmkit.cli;

import java.io.IOException;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that change one group: they differ in what they take and in the {@link Change} that they make of it. */
enum ChangeCommand implements Command {
    SPARE("spare", "Make a disk a spare.") {
        @Override
        public void grammar(CommandSpec spec) {
            set(spec);
            Parameters.required(spec, 1, "DISK", "The disk, by path, kernel name or serial.");
            force(spec);
        }

        @Override
        Change change(Invocation invocation, Session session, Selection.Chosen chosen)
                throws RefusedException, IOException {
            return new Change.AddSpare(newDisk(invocation, session, chosen.group(), 1));
        }
    },
    FAIL("fail", "Take a member out of use, in all sets of its group.") {
        @Override
        public void grammar(CommandSpec spec) {
            set(spec);
            member(spec, "DISK");
        }

        @Override
        Change change(Invocation invocation, Session session, Selection.Chosen chosen)
                throws RefusedException, IOException {
            MemberName member = session.selection().member(chosen, Parameters.at(invocation, 1));
            // What the kernel found out may have been marked a moment ago, before this.
            return isMarked(chosen.group(), member) ? new Change.Observe(g -> g) : new Change.Fail(member);
        }

        @Override
        String unchanged(Invocation invocation, Session session, Selection.Chosen chosen)
                throws RefusedException, IOException {
            return isMarked(chosen.group(), session.selection().member(chosen, Parameters.at(invocation, 1)))
                    ? "the member has failed already and is marked so"
                    : super.unchanged(invocation, session, chosen);
        }

        private static boolean isMarked(Group group, MemberName member) {
            return group.sets().stream()
                    .flatMap(RaidSet::leaves)
                    .filter(member::names)
                    .allMatch(c -> c instanceof Component.Missing m && m.marked());
        }
    },
    REPLACE("replace", "Put a new disk into the place of a member, and rebuild it there.") {
        @Override
        public void grammar(CommandSpec spec) {
            set(spec);
            member(spec, "OLD");
            Parameters.required(spec, 2, "NEW", "The new disk, by path, kernel name or serial.");
            Parameters.flag(spec, Following.WAIT, Following.WAIT_HELP);
            force(spec);
        }

        @Override
        Change change(Invocation invocation, Session session, Selection.Chosen chosen)
                throws RefusedException, IOException {
            MemberName old = session.selection().member(chosen, Parameters.at(invocation, 1));
            return new Change.Replace(old, newDisk(invocation, session, chosen.group(), 2));
        }
    },
    REMOVE("remove", "Take a spare or a failed disk out, and erase its metadata.") {
        @Override
        public void grammar(CommandSpec spec) {
            set(spec);
            Parameters.required(spec, 1, "DISK", "The disk, by path, kernel name or serial.");
        }

        @Override
        Change change(Invocation invocation, Session session, Selection.Chosen chosen)
                throws RefusedException, IOException {
            return new Change.Remove(session.selection().disk(Parameters.at(invocation, 1)));
        }

        @Override
        Group group(Invocation invocation, Session session, Selection.Chosen chosen)
                throws RefusedException, IOException {
            // Some formats keep a spare as a group of its own, because it serves whichever set fails first.
            DiskInfo disk = session.selection().disk(Parameters.at(invocation, 1));
            return session.controller().scan().groups().stream()
                    .filter(g -> g.sets().isEmpty() && g.disks().contains(disk))
                    .findFirst()
                    .orElse(chosen.group());
        }
    },
    DELETE("delete", "Make an end of a set: stop it, and erase its metadata.") {
        @Override
        public void grammar(CommandSpec spec) {
            set(spec);
        }

        @Override
        Change change(Invocation invocation, Session session, Selection.Chosen chosen) {
            return new Change.Delete(chosen.set().name());
        }

        @Override
        Optional<String> afterwards(Selection.Chosen chosen) {
            return chosen.set().leaves().anyMatch(Component.Missing.class::isInstance)
                    ? Optional.of("a member that is away still bears the set; when it is back: dmkit wipe DISK --force")
                    : Optional.empty();
        }
    },
    RENAME("rename", "Give a set another name of its own.") {
        @Override
        public void grammar(CommandSpec spec) {
            set(spec);
            Parameters.required(spec, 1, "NAME", "The new name.");
        }

        @Override
        Change change(Invocation invocation, Session session, Selection.Chosen chosen) {
            return new Change.Rename(chosen.set().name(), Parameters.at(invocation, 1));
        }
    };

    static final String FORCE = "--force";

    private final String word;
    private final String summary;

    ChangeCommand(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    abstract Change change(Invocation invocation, Session session, Selection.Chosen chosen)
            throws RefusedException, IOException;

    Group group(Invocation invocation, Session session, Selection.Chosen chosen) throws RefusedException, IOException {
        return chosen.group();
    }

    /** What is left to be done by hand. */
    Optional<String> afterwards(Selection.Chosen chosen) {
        return Optional.empty();
    }

    /** What to say where there was nothing to do. */
    String unchanged(Invocation invocation, Session session, Selection.Chosen chosen)
            throws RefusedException, IOException {
        return "nothing was changed";
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        try (Session session = Session.change(invocation)) {
            Selection.Chosen chosen = session.selection().set(Parameters.first(invocation));
            Change change = change(invocation, session, chosen);
            Transition transition =
                    session.controller().prepare(group(invocation, session, chosen), change, consent(invocation));
            Plan plan = Planner.plan(transition);
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(plan));
            }
            String unchanged = plan.isEmpty() ? unchanged(invocation, session, chosen) : "";
            Answer answer = ChangeReport.answer(word, session.controller().run(transition), unchanged);
            if (answer.code() == ExitCode.DONE) {
                afterwards(chosen).ifPresent(invocation.console()::complain);
            }
            boolean wait = answer.code() == ExitCode.DONE && Parameters.has(invocation, Following.WAIT);
            return wait ? new Following(session, invocation).toTheEnd(chosen.set(), answer) : answer;
        }
    }

    static void set(CommandSpec spec) {
        Parameters.required(spec, 0, "SET", "The set, by name or the beginning of it.");
    }

    private static void member(CommandSpec spec, String label) {
        Parameters.required(
                spec,
                1,
                label,
                "The member, by path, kernel name, serial or slot number; one that has vanished also by: missing.");
    }

    static void force(CommandSpec spec) {
        Parameters.flag(spec, FORCE, "Take the new disk even though something is on it.");
    }

    /** A disk that shall be written from now on. */
    static DiskInfo newDisk(Invocation invocation, Session session, Group group, int index)
            throws RefusedException, IOException {
        DiskInfo disk = session.selection().disk(Parameters.at(invocation, index));
        if (group.sets().stream().anyMatch(s -> s.member(disk).isPresent())) {
            throw RefusedException.because(
                    "cli.already-member",
                    disk.name() + " is a member of " + group.name() + " itself",
                    "a disk that is in no set",
                    "name another disk");
        }
        return disk;
    }

    static Consent consent(Invocation invocation) {
        return Parameters.has(invocation, FORCE) ? Consent.OVERWRITE : Consent.NONE;
    }
}
