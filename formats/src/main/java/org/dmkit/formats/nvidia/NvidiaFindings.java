package org.dmkit.formats.nvidia;

import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/** What can be said of one block that is whole. */
final class NvidiaFindings {
    private NvidiaFindings() {}

    static Finding level(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "level",
                "raidLevel",
                String.format("0x%x", metadata(found).levelCode()),
                "a level whose layout is known",
                "");
    }

    static Finding sectorSize(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "sector-size",
                "sectorSize",
                Long.toString(metadata(found).sectorSize()),
                "512",
                "");
    }

    static Finding job(Reading.Found<NvidiaMetadata> found) {
        int code = metadata(found).jobCode();
        return of(
                found,
                Severity.ERROR,
                "job",
                "raidJobCode",
                code == 4 ? "4, a migration under way" : Integer.toString(code),
                "0, 2, 3 or 5",
                code == 4 ? "let the controller finish it" : "");
    }

    static Finding count(Reading.Found<NvidiaMetadata> found, int slots) {
        NvidiaMetadata m = metadata(found);
        return of(
                found,
                Severity.ERROR,
                "disks",
                "stripeWidth, totalVolumes",
                "width " + m.width() + ", " + m.totalVolumes() + " disks",
                m.level().filter(NvidiaLevel.RAID1::equals).isPresent()
                        ? "width 1, at least 2 disks"
                        : "at least " + slots + " disks",
                "");
    }

    static Finding offline(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "offline",
                "flags",
                "error: the controller took the set offline",
                "",
                "see what the controller says");
    }

    /** Degraded, and yet every slot has a disk that calls itself good: one of them is not. */
    static Finding nobodyLost(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "stale-unknown",
                "flags",
                "error: the set is degraded, but no member is missing or rebuilding",
                "a member that is told from the others",
                "take out the disk that had failed");
    }

    static Finding noTarget(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "target-unknown",
                "raidJobCode",
                "3: a member is being rebuilt, but none says that it is the one",
                "0x100 in the unitFlags of one",
                "take out the disk that was being rebuilt");
    }

    static Finding missedTheError(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.WARNING,
                "stale",
                "flags",
                "no error, though the others call the set degraded",
                "what the others say",
                "it was away when the others lost it; erase its metadata to rebuild it");
    }

    static Finding otherSignature(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.WARNING,
                "left",
                "signature",
                "another one than the set has by now",
                "that of the others",
                "the set went on without it; erase its metadata to rebuild it");
    }

    /** It called the set degraded before the others drew their signature: it went on without them. */
    static Finding twoHistories(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "two-histories",
                "signature, flags",
                "an earlier signature, and error: it went on without the others, and they without it",
                "one history",
                "take out the disks whose data you don't want");
    }

    static Finding tooSmall(Reading.Found<NvidiaMetadata> found) {
        return of(
                found,
                Severity.ERROR,
                "too-small",
                "capacity, stripeBlockSize",
                metadata(found).capacity() + " sectors in chunks of "
                        + metadata(found).chunk(),
                "room for data on each disk",
                "");
    }

    static Finding capacity(Reading.Found<NvidiaMetadata> found, long taken) {
        return of(
                found,
                Severity.WARNING,
                "capacity",
                "capacity",
                Long.toString(metadata(found).capacity()),
                taken + ", which the disks have and is taken",
                "");
    }

    private static NvidiaMetadata metadata(Reading.Found<NvidiaMetadata> found) {
        return found.metadata();
    }

    private static Finding of(
            Reading.Found<NvidiaMetadata> found,
            Severity severity,
            String code,
            String field,
            String what,
            String expected,
            String remedy) {
        return found.finding("nvidia." + code, severity, field, what, expected, remedy);
    }
}
