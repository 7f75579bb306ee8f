package org.dmkit.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit show [SET]}: sets, their members and how they run. */
final class ShowCommand implements Command {
    @Override
    public String word() {
        return "show";
    }

    @Override
    public String summary() {
        return "Show sets, their members, states and progress.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.optional(spec, "SET", "One set only, by name or the beginning of it.");
    }

    @Override
    public Answer run(Invocation invocation) throws IOException, RefusedException {
        try (Session session = Session.look(invocation)) {
            List<Group> groups = session.controller().scan().groups();
            String name = Parameters.first(invocation);
            Optional<Selection.Chosen> chosen = name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(session.selection().set(name));
            if (chosen.isPresent()) {
                groups = List.of(chosen.get().group());
            }
            Map<String, Running> running =
                    Kernel.running(groups, session.controller().machine().deviceMapper());
            Map<String, String> reasons = reasons(session.controller().scan().findings());
            var tree = new SetTree(groups.stream()
                    .map(g -> GroupView.of(g, n -> running.getOrDefault(n, Running.NOT), reasons))
                    .map(v -> chosen.map(c -> v.only(c.set().name())).orElse(v))
                    .toList());
            return Answer.done(new Interrupted.Below(tree, Interrupted.all(session, invocation)));
        }
    }

    /** Why disks are left out whose metadata may be as good as any. */
    private static Map<String, String> reasons(List<Finding> findings) {
        var reasons = new HashMap<String, String>();
        for (Finding finding : findings) {
            if (finding.code().endsWith(".serial")) {
                finding.disk().ifPresent(d -> reasons.put(d, "the metadata don't know its serial, see: dmkit scan"));
            }
        }
        return reasons;
    }
}
