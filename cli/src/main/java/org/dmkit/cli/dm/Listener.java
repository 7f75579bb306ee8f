package org.dmkit.cli.dm;

/** Hears what is said before the answer. */
public interface Listener {
    /**
     * One of several answers.
     *
     * @return false if nobody reads it any more
     */
    boolean answer(Answer answer);

    /** Something to know, for people. */
    void notice(String line);

    /** An ioctl that was made, as it is to be shown with {@code --trace}. */
    void traced(Answer ioctl);
}
