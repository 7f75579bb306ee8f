package org.dmkit.cli.dmsetup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * The lines of a table as they were given: what is no line is refused here, what makes no table is the kernel's to refuse.
 *
 * @param lines in the order given
 */
record TableLines(List<Table.Line> lines) {
    private static final Pattern LINE =
            Pattern.compile("([+-]?[0-9]++)\\s*([+-]?[0-9]++)\\s*(\\S++)\\s*(.*)", Pattern.DOTALL);
    private static final int TYPE_ROOM = 16;

    /**
     * Reads them.
     *
     * @param source as messages call it
     */
    static TableLines parse(String text, String source) throws Failure {
        var lines = new ArrayList<Table.Line>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String words = line.strip();
            if (words.isEmpty() || words.startsWith("#")) {
                continue;
            }
            Matcher m = LINE.matcher(words);
            if (!m.matches()) {
                throw new Failure("Invalid format on line " + number + " of table " + source + ".");
            }
            if (m.group(3).length() >= TYPE_ROOM) {
                throw new Failure("Target type name " + m.group(3) + " is too long.");
            }
            String parameters = m.group(4);
            int comment = parameters.indexOf('#');
            lines.add(new Table.Line(
                    sector(m.group(1)),
                    sector(m.group(2)),
                    DmTarget.parse(m.group(3), comment < 0 ? parameters : parameters.substring(0, comment))));
        }
        return new TableLines(lines);
    }

    /** Beyond 63 bits it becomes negative, which no table has. */
    private static long sector(String text) {
        return Numbers.unsigned(text).orElse(-1);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Loads them; EINVAL, as the kernel has it, if there are gaps in them. */
    void load(DeviceMapper mapper, DmName name, boolean readOnly) throws KernelException {
        Table table;
        try {
            table = new Table(lines);
        } catch (IllegalArgumentException | ArithmeticException noTable) {
            // That there is no such device is told first.
            mapper.info(name);
            throw new KernelException("DM_TABLE_LOAD", name.value(), Errno.EINVAL);
        }
        mapper.load(name, table, readOnly);
    }
}
