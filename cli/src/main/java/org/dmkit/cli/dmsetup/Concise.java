package org.dmkit.cli.dmsetup;

import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceInfo;

/** Tables of several devices in one line, as {@code create --concise} takes them. */
final class Concise {
    private boolean begun;

    void add(Work work, DeviceInfo info, List<String> lines) {
        var text = new StringBuilder(begun ? ";" : "");
        begun = true;
        text.append(quoted(work.shown(info.name())))
                .append(',')
                .append(quoted(work.mangling().shown(info.uuid())))
                .append(',')
                .append(info.number().minor())
                .append(info.readOnly() ? ",ro" : ",rw");
        lines.forEach(l -> text.append(',').append(quoted(l)));
        work.log().part(text.toString());
    }

    void end(Log log) {
        if (begun) {
            log.print("");
        }
    }

    private static String quoted(String text) {
        return text.replaceAll("[\\\\,;]", "\\\\$0");
    }
}
