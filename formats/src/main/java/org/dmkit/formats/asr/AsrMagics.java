package org.dmkit.formats.asr;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;

/** Identities of disks and arrays, which depend on nothing but what they are made of; the vendor draws them by lot. */
final class AsrMagics {
    private AsrMagics() {}

    /** One that nobody has. */
    static int of(String what, Collection<Integer> taken) {
        for (int salt = 0; ; salt++) {
            int magic = UUID.nameUUIDFromBytes((what + "|" + salt).getBytes(StandardCharsets.UTF_8))
                    .hashCode();
            if (magic != 0 && magic != -1 && !taken.contains(magic)) {
                return magic;
            }
        }
    }
}
