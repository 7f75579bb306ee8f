package org.dmkit.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How the demonstration ended.
 *
 * @param records acknowledged
 * @param lost of these, how many could not be read back as they were written
 * @param members what they are called
 * @param compared sectors of the members that were compared
 * @param different sectors in which the members do not agree
 * @param whole the set has all its members in sync
 * @param longestWait of any write
 */
record DemoVerdict(
        long records, long lost, String members, long compared, long different, boolean whole, Duration longestWait)
        implements Report {

    boolean good() {
        return records > 0 && lost == 0 && compared > 0 && different == 0 && whole;
    }

    @Override
    public void print(PrintWriter out, Style style) {
        out.println(records + " records acknowledged; "
                + (lost == 0 ? "all read back byte for byte" : lost + " of them LOST OR DAMAGED"));
        out.println(members + ": " + compared + " sectors compared; "
                + (different == 0 ? "all the same" : different + " of them DIFFER"));
        out.println("the set is " + (whole ? "complete again" : "NOT COMPLETE"));
        out.println(
                String.format(Locale.ROOT, "the longest that any write waited: %.1f ms", longestWait.toNanos() / 1e6));
        out.println();
        out.println(
                style.paint(good() ? Tone.GOOD : Tone.BAD, good() ? "VERDICT: nothing was lost" : "VERDICT: FAILED"));
    }

    @Override
    public void write(Json json) {
        json.field("good", good())
                .field("records", records)
                .field("lost", lost)
                .field("comparedSectors", compared)
                .field("differentSectors", different)
                .field("complete", whole)
                .field("longestWaitNanoseconds", longestWait.toNanos());
    }
}
