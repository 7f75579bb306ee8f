package org.dmkit.cli;

import java.io.IOException;
import org.dmkit.blockio.Disk;

/** {@code dmkit scan}: each disk, and what it bears. */
final class ScanCommand implements Command {
    @Override
    public String word() {
        return "scan";
    }

    @Override
    public String summary() {
        return "List the disks and the RAID metadata on them.";
    }

    @Override
    public Answer run(Invocation invocation) throws IOException {
        try (Session session = Session.look(invocation)) {
            var controller = session.controller();
            session.workplace().problems().forEach(invocation.console()::complain);
            var disks = DiskList.of(
                    controller.machine().disks().stream().map(Disk::info).toList(),
                    controller.scan().groups(),
                    controller.scan().findings(),
                    controller.scan().signatures());
            return Answer.done(new Interrupted.Below(disks, Interrupted.all(session, invocation)));
        }
    }
}
