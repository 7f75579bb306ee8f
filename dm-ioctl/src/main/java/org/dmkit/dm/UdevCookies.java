package org.dmkit.dm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;

/**
 * Cookies by which several requests are waited for at once, and by which udev's rules tell that they are done: System V semaphores
 * by libdm's protocol. Errors are {@link KernelException}s of {@code semget}, {@code semop} or {@code semctl}, ENOENT for a cookie
 * that is not there.
 */
public final class UdevCookies {
    /** The upper half of each key. */
    public static final int PREFIX = UdevCookie.KEY_MAGIC >>> 16;

    /** Proc(5): all semaphores of System V. */
    private static final Path ALL = Path.of("/proc/sysvipc/sem");

    /** As long as a cookie may be waited for: for ever. */
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private UdevCookies() {}

    /**
     * One of them.
     *
     * @param value events that are still waited for, and one until the wait begins
     * @param used when it was last counted, in seconds since 1970; 0 for never
     * @param changed when it was made or set, in seconds since 1970
     */
    public record State(int key, int semaphore, int value, long used, long changed) {}

    /** A new one, which waits for nothing yet; its key. */
    public static int create() throws KernelException {
        return UdevCookie.create().key();
    }

    /** Udev is done with one event. EAGAIN if none was waited for. */
    public static void complete(int key) throws KernelException {
        UdevCookie.add(UdevCookie.find(key), -1);
    }

    /** Waits until udev is done with all events that were told to go by this cookie, then removes it. */
    public static void await(int key) throws KernelException {
        int set = UdevCookie.find(key);
        var cookie = new UdevCookie(set, key & 0xffff, 0, false);
        try {
            UdevCookie.add(set, -1);
        } catch (KernelException e) {
            cookie.discard();
            throw e;
        }
        cookie.await(FOR_EVER);
    }

    /** Removes one, whoever waits for it. */
    public static void remove(State state) throws KernelException {
        int result = Syscalls.semctl(state.semaphore(), 0, Constants.IPC_RMID, 0);
        if (result < 0) {
            throw new KernelException("semctl", "udev cookie", -result);
        }
    }

    /** All that there are. */
    public static List<State> all() throws IOException {
        var states = new ArrayList<State>();
        for (String line : Files.readAllLines(ALL)) {
            String[] words = line.strip().split("\\s+");
            // key semid perms nsems uid gid cuid cgid otime ctime, under a heading
            if (words.length < 10 || !words[0].matches("-?[0-9]+")) {
                continue;
            }
            int key = (int) Long.parseLong(words[0]);
            int semaphore = Integer.parseInt(words[1]);
            if (key >>> 16 == PREFIX) {
                int value = Syscalls.semctl(semaphore, 0, Constants.GETVAL, 0);
                states.add(new State(key, semaphore, value, Long.parseLong(words[8]), Long.parseLong(words[9])));
            }
        }
        return List.copyOf(states);
    }
}
