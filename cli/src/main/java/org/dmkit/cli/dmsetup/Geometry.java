package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** {@code setgeometry}. */
final class Geometry implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        boolean named = !work.switches().nameDevice();
        Which which = work.device(named ? words : List.of());
        List<String> numbers = named ? words.subList(1, words.size()) : words;
        work.driver().order("setgeometry", which, (m, name) -> {
            if (!numbers.stream().allMatch(n -> n.matches("[0-9]{1,9}"))) {
                throw new KernelException("DM_DEV_SET_GEOMETRY", name.value(), Errno.EINVAL);
            }
            int[] all = numbers.stream().mapToInt(Integer::parseInt).toArray();
            m.setGeometry(name, all[0], all[1], all[2], all[3]);
        });
    }
}
