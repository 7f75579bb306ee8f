package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;

/** {@code splitname}: what LVM's names consist of. */
final class SplitName implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        Report report = work.report();
        if (report != null) {
            report.add(work, NameParts.of(words.size() == 2 ? words.get(1) : NameParts.LVM, words.getFirst()));
        }
    }
}
