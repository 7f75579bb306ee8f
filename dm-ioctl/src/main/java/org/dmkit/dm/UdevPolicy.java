package org.dmkit.dm;

/**
 * How requests of which udev hears get along with it. Where no udev runs there is nothing to decide: nodes are made here.
 *
 * @param waiting when it is waited for
 * @param rules whether its rules may deal with the event; else they are told to leave it, and nodes are made here
 */
public record UdevPolicy(Wait waiting, boolean rules) {
    /** Each request waits for its own event. */
    public static final UdevPolicy WAIT = new UdevPolicy(new Wait.Each(), true);

    /** Udev is not waited for and told to leave it all: nodes are made here. No cookie is made. */
    public static UdevPolicy leftOut() {
        return new UdevPolicy(new Wait.Never(), false);
    }

    /** When udev is waited for. */
    public sealed interface Wait {
        /** At the end of each request; what udev has left undone is done then. */
        record Each() implements Wait {}

        /** Never; nodes are udev's affair. */
        record Never() implements Wait {}

        /**
         * By whoever made a cookie, when all is done; nodes are udev's affair. A request fails with ENOENT if the cookie is gone.
         *
         * @param key of {@link UdevCookies#create}
         */
        record Later(int key) implements Wait {}
    }
}
