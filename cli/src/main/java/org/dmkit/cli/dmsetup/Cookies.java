package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.dmkit.dm.UdevCookies;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** The commands about udev's cookies. Udev's rules call two of them. */
record Cookies(Command command) implements Action {
    static final String INCORRECT = "Incorrect cookie value.";

    /** Of a cookie with its flags, as events bring it: how far the flags are shifted. */
    private static final int FLAGS_SHIFT = 16;

    private static final List<String> FLAGS = List.of(
            "DISABLE_DM_RULES",
            "DISABLE_SUBSYSTEM_RULES",
            "DISABLE_DISK_RULES",
            "DISABLE_OTHER_RULES",
            "LOW_PRIORITY",
            "DISABLE_LIBRARY_FALLBACK",
            "PRIMARY_SOURCE");

    private static final int FLAGS_OF_SUBSYSTEM = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        switch (command) {
            case UDEV_FLAGS -> flags(cookie(words.getFirst()), work.log());
            case UDEV_COMPLETE -> complete(work, cookie(words.getFirst()));
            case UDEV_CREATE_COOKIE -> {
                if (work.premises().udevRuns()) {
                    work.log().print("0x%08X".formatted(UdevCookies.create()));
                }
            }
            case UDEV_RELEASE_COOKIE -> release(work, words);
            case UDEV_COMPLETE_ALL -> completeAll(work, words);
            default -> list(work.log());
        }
    }

    private static int cookie(String word) throws Failure {
        return Numbers.cookie(word).orElseThrow(() -> new Failure(INCORRECT));
    }

    private static void flags(int cookie, Log log) {
        int flags = cookie >>> FLAGS_SHIFT;
        for (int i = 0; i < 2 * FLAGS_OF_SUBSYSTEM; i++) {
            if ((flags & (1 << i)) == 0) {
                continue;
            }
            String name = i >= FLAGS_OF_SUBSYSTEM
                    ? "DM_SUBSYSTEM_UDEV_FLAG" + (i - FLAGS_OF_SUBSYSTEM)
                    : i < FLAGS.size() ? "DM_UDEV_" + FLAGS.get(i) + "_FLAG" : "DM_UDEV_FLAG" + i;
            log.print(name + "='1'");
        }
    }

    private static void complete(Work work, int cookie) throws Failure {
        work.log().print("DM_COOKIE_COMPLETED=0x%-10x".formatted(cookie));
        int base = cookie & 0xffff;
        if (base == 0 || !work.premises().udevRuns()) {
            return;
        }
        int key = (UdevCookies.PREFIX << FLAGS_SHIFT) | base;
        try {
            UdevCookies.complete(key);
        } catch (KernelException e) {
            throw refused(
                    e,
                    key,
                    "Could not signal waiting process using notification semaphore identified by cookie value "
                            + shown(key));
        }
    }

    private static void release(Work work, List<String> words) throws Failure {
        OptionalInt cookie = words.isEmpty() ? fromElsewhere(work) : OptionalInt.of(cookie(words.getFirst()));
        if (cookie.isEmpty()) {
            throw new Failure("No udev transaction cookie given.");
        }
        int key = cookie.getAsInt();
        if (!work.premises().udevRuns()) {
            return;
        }
        if (key >>> FLAGS_SHIFT != UdevCookies.PREFIX) {
            throw new Failure("Could not continue to access notification semaphore identified by cookie value "
                    + shown(key) + ". Incorrect cookie prefix.");
        }
        try {
            UdevCookies.await(key);
        } catch (KernelException e) {
            throw refused(
                    e,
                    key,
                    "Failed to set a proper state for notification semaphore identified by cookie value " + shown(key)
                            + " to initialize waiting for incoming notifications.");
        }
    }

    private static OptionalInt fromElsewhere(Work work) {
        String given = work.switches().text(Option.UDEV_COOKIE).orElse("");
        return Numbers.cookie(given.isEmpty() ? work.premises().environment("DM_UDEV_COOKIE") : given);
    }

    private static Failure refused(KernelException e, int key, String whatFailed) {
        if (e.call().equals("semget")) {
            return new Failure(
                    switch (e.errno()) {
                        case Errno.ENOENT ->
                            "Could not find notification semaphore identified by cookie value " + shown(key);
                        case Errno.EACCES ->
                            "No permission to access notificaton semaphore identified by cookie value " + shown(key);
                        default ->
                            "Failed to access notification semaphore identified by cookie value " + shown(key) + ": "
                                    + ErrorText.of(e.errno());
                    });
        }
        return new Failure(whatFailed);
    }

    private static String shown(int key) {
        return Integer.toUnsignedString(key) + " (0x" + Integer.toHexString(key) + ")";
    }

    private static void completeAll(Work work, List<String> words) throws Failure, IOException {
        long minutes = 0;
        if (!words.isEmpty()) {
            if (!words.getFirst().strip().matches("[+-]?[0-9]+.*")) {
                throw new Failure("Failed to read age_in_minutes parameter.");
            }
            minutes = Integer.toUnsignedLong(Numbers.leading(words.getFirst()));
        }
        String prefix = UdevCookies.PREFIX + " (0x" + Integer.toHexString(UdevCookies.PREFIX) + ")";
        if (!work.has(Option.YES)) {
            String age = minutes == 0 ? "" : "older than " + minutes + " minutes ";
            work.log()
                    .error("WARNING: This operation will destroy all semaphores " + age
                            + "with keys that have a prefix " + prefix + ".");
            if (!agreed(work)) {
                work.log().print("Semaphores with keys prefixed by " + prefix + " NOT destroyed.");
                return;
            }
        }
        long oldest = Instant.now().getEpochSecond() - minutes * 60;
        int removed = 0;
        int skipped = 0;
        for (UdevCookies.State state : UdevCookies.all()) {
            if (state.changed() > oldest || state.used() > oldest) {
                skipped++;
                continue;
            }
            try {
                UdevCookies.remove(state);
                removed++;
            } catch (KernelException e) {
                work.log()
                        .error("Could not cleanup notification semaphore with semid " + state.semaphore()
                                + " and cookie value " + shown(state.key()) + ".");
            }
        }
        work.log()
                .print(removed + " semaphores with keys prefixed by " + prefix + " destroyed. " + skipped
                        + " skipped.");
    }

    private static boolean agreed(Work work) throws IOException {
        Reader in = work.in();
        int answer = 0;
        int c = 0;
        do {
            if (c == '\n' || c == 0) {
                work.log().part("Do you really want to continue? [y/n]: ");
                work.log().out().flush();
            }
            c = in.read();
            if (c < 0) {
                answer = 'n';
                break;
            }
            c = Character.toLowerCase(c);
            answer = c == 'y' || c == 'n' ? c : answer;
        } while (answer == 0 || c != '\n');
        if (c != '\n') {
            work.log().print("");
        }
        return answer == 'y';
    }

    private static void list(Log log) throws IOException {
        log.print("Cookie       Semid      Value      Last semop time           Last change time");
        for (UdevCookies.State state : UdevCookies.all()) {
            log.print("0x%-10x %-10d %-10d %s  %s"
                    .formatted(
                            state.key(), state.semaphore(), state.value(), time(state.used()), time(state.changed())));
        }
    }

    private static String time(long seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
    }
}
