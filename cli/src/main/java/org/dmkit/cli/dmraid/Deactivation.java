package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RefusedException;

/** {@code -an}: stops sets that nobody uses. */
final class Deactivation {
    private final Premises.Opened opened;
    private final Request request;
    private final Log log;

    Deactivation(Premises.Opened opened, Request request, Log log) {
        this.opened = opened;
        this.request = request;
        this.log = log;
    }

    void run(List<SetNode> nodes) throws IOException {
        for (SetNode node : nodes) {
            for (SetNode top : node.tops()) {
                deactivate(top);
            }
            log.info("Deactivating " + node.type() + " raid set \"" + node.name() + "\"");
        }
    }

    private void deactivate(SetNode top) throws IOException {
        var running = new ArrayList<SetNode>();
        top.all().forEach(node -> {
            if (request.asks(Action.TEST)) {
                log.print(node.name() + " [" + (node.active() ? "" : "in") + "active]");
            } else if (node.active()) {
                running.add(node);
            } else {
                log.print("RAID set \"" + node.name() + "\" is not active");
            }
        });
        if (!running.isEmpty() && top.source() != null) {
            stop(top.source().group(), top.name());
        }
    }

    private void stop(Group group, String set) throws IOException {
        try {
            switch (opened.stop(opened.now(group), Set.of(set))) {
                case Executor.Outcome.Done done -> {}
                case Executor.Outcome.BackedOut out ->
                    log.error(String.valueOf(out.cause().getMessage()));
                case Executor.Outcome.Incomplete out ->
                    log.error(String.valueOf(out.cause().getMessage()));
            }
        } catch (RefusedException e) {
            e.findings().forEach(f -> log.error(f.toString()));
        }
    }
}
