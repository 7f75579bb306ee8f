package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import org.dmkit.linux.DeviceNumber;

/** {@code --readahead} of a device that was started: {@code auto}, {@code none}, sectors, or with a plus the least. */
final class ReadAhead {
    private ReadAhead() {}

    static void set(Work work, DeviceNumber number) throws IOException {
        String text = work.switches().text(Option.READ_AHEAD).orElse("auto");
        String word = text.toLowerCase(Locale.ROOT);
        int sectors = word.equals("none") ? 0 : Numbers.leading(text);
        if (word.equals("auto") || sectors < 0) {
            return;
        }
        if (text.stripLeading().startsWith("+")) {
            OptionalInt now = work.premises().readAhead(number);
            if (now.isEmpty() || now.getAsInt() >= sectors) {
                return;
            }
        }
        work.premises().setReadAhead(number, sectors);
    }
}
