package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/**
 * The copies of one family, and which of them is believed.
 *
 * @param champion the newest copy
 * @param members copies on disks that the champion calls working members
 * @param others copies on disks that it doesn't know, or calls failed
 */
record IswConfiguration(IswCopy champion, List<IswCopy> members, List<IswCopy> others) {
    IswConfiguration {
        members = List.copyOf(members);
        others = List.copyOf(others);
    }

    static IswConfiguration of(List<IswCopy> copies) {
        IswCopy champion = copies.stream().reduce((a, b) -> beats(b, a) ? b : a).orElseThrow();
        List<IswCopy> members = new ArrayList<>();
        List<IswCopy> others = new ArrayList<>();
        for (IswCopy copy : copies) {
            if (copy.goodIn(champion.mpb())) {
                members.add(copy);
            } else {
                others.add(copy);
            }
        }
        return new IswConfiguration(champion, members, others);
    }

    /** Newer; or as new, and on a disk that it calls a member. */
    private static boolean beats(IswCopy a, IswCopy b) {
        return a.mpb().newerThan(b.mpb())
                || (a.mpb().generation() == b.mpb().generation() && a.goodIn(a.mpb()) && !b.goodIn(b.mpb()));
    }

    Mpb mpb() {
        return champion.mpb();
    }

    boolean whole() {
        return mpb().disks().stream()
                .filter(IswDisk::good)
                .allMatch(d -> members.stream().anyMatch(c -> c.serials().contains(d.serial())));
    }

    /**
     * True if this is provably what became of {@code older}: a disk that worked in that configuration has moved on to
     * this one; or nobody there says anything against this one, and only this one is whole.
     */
    boolean supersedes(IswConfiguration older) {
        if (!mpb().newerThan(older.mpb())) {
            return false;
        }
        boolean movedOn = members.stream().anyMatch(c -> c.goodIn(older.mpb()));
        boolean denied = members.stream().anyMatch(c -> c.failedIn(older.mpb()));
        return movedOn || (!denied && whole() && !older.whole());
    }

    /** Copies that deny each other. */
    List<Finding> contradictions() {
        List<Finding> found = new ArrayList<>();
        for (IswCopy copy : members) {
            if (copy.mpb().generation() == mpb().generation() && !copy.mpb().equals(mpb())) {
                boolean same = copy.mpb().describesTheSame(mpb());
                found.add(Findings.about(
                        copy.disk(),
                        same ? Severity.INFO : Severity.ERROR,
                        "contradiction",
                        "another content than " + champion.disk().name() + " at the same generation",
                        "the same content",
                        same ? "" : "take the wrong disk out, or erase its metadata"));
            }
            if (copy.mpb().unit() != mpb().unit()) {
                found.add(Findings.about(
                        copy.disk(),
                        Severity.ERROR,
                        "sector-size",
                        copy.disk().sectorSize() + " bytes",
                        champion.disk().sectorSize() + " bytes",
                        "members must have sectors of one size"));
            }
        }
        for (IswCopy copy : others) {
            boolean movedOn = members.stream().anyMatch(m -> m.goodIn(copy.mpb()));
            boolean denied = members.stream().anyMatch(m -> m.failedIn(copy.mpb()));
            boolean sameGeneration =
                    copy.mpb().generation() == mpb().generation() && !copy.mpb().equals(mpb());
            if ((denied && !movedOn) || sameGeneration) {
                found.add(Findings.about(
                        copy.disk(),
                        Severity.ERROR,
                        "split-brain",
                        "this disk calls those failed that call it failed",
                        "one side's word",
                        "both sides may hold newer data: take the wrong disk out, or erase its metadata"));
            }
        }
        return found;
    }
}
