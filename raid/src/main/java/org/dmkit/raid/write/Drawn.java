package org.dmkit.raid.write;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.dmkit.raid.model.Component;

/**
 * Ids where a format takes any: they are drawn from a text and depend on nothing else, so that a plan that is made twice is the same
 * one, and what differs in the text hardly ever has the same id.
 */
public final class Drawn {
    private Drawn() {}

    /** 32 bits. */
    public static long of(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** The first of 32 bits that will do. */
    public static long of(String text, LongPredicate willDo) {
        for (int salt = 0; ; salt++) {
            long id = of(text + "\0" + salt);
            if (willDo.test(id)) {
                return id;
            }
        }
    }

    /**
     * What the next id of a set is drawn from: the one before, and who is left, so that two halves that go on without each other never
     * get the same.
     *
     * @param leaves who is in it from now on
     */
    public static String text(long before, List<Component> leaves) {
        return before + leaves.stream().map(Drawn::text).collect(Collectors.joining("\0", "\0", ""));
    }

    private static String text(Component leaf) {
        return leaf instanceof Component.Member m
                ? m.disk().wwn() + "\0" + m.disk().serial() + "\0" + m.disk().sectors() + "\0" + m.state()
                : "";
    }
}
