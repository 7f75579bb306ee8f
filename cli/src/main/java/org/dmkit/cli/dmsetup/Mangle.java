package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceInfo;

/** {@code mangle}: whether names are spelled as udev likes them. Those that the kernel's interface of dmkit shows always are. */
final class Mangle implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (Action.meansAll(work, words)) {
            Action.all(work, device -> check(work, new Which.Named(device.name())));
        } else {
            check(work, work.device(words));
        }
    }

    private static void check(Work work, Which which) throws Failure {
        DeviceInfo info = work.driver()
                .askIfThere("status", which, (m, name) -> m.info(name))
                .orElseThrow(Failure::new);
        String uuid = info.uuid().spelled();
        work.log()
                .print(info.name().spelled() + ": " + (uuid.isEmpty() ? "[no UUID]" : uuid) + ": name "
                        + (uuid.isEmpty() ? "" : "and UUID ") + "already in correct form");
    }
}
