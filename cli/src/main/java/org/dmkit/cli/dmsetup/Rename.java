package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;

/** {@code rename}: another name, or with {@code --setuuid} a uuid. */
final class Rename implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        Which which = work.device(words.size() == 2 ? words : List.of());
        String word = words.getLast();
        if (work.has(Option.SET_UUID)) {
            DmUuid uuid = work.mangling().newUuid(word);
            work.driver().order("rename", which, (m, name) -> m.setUuid(name, uuid));
        } else {
            DmName newName = work.mangling().newName(word);
            work.driver().order("rename", which, (m, name) -> m.rename(name, newName));
        }
    }
}
