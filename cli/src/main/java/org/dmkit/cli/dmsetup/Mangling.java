package org.dmkit.cli.dmsetup;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;

/** How names and uuids with characters that udev doesn't like are given and shown: the kernel spells these {@code \xNN}. */
enum Mangling {
    /** As the kernel spells them. */
    NONE,
    /** In clear, or as the kernel spells them. */
    AUTO,
    /** In clear; what looks spelled already is spelled once more. */
    HEX;

    private static final String PLAIN = "#+-.:=@_";
    private static final int NAME_ROOM = 128;
    private static final int UUID_ROOM = 129;
    private static final int ESCAPE = 4;

    static Optional<Mangling> of(String word) {
        return Stream.of(values())
                .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** The device that is called so; none for an empty name, which the kernel has none of. */
    Optional<DmName> name(String word) throws Failure {
        if (word.getBytes(StandardCharsets.UTF_8).length >= NAME_ROOM) {
            throw new Failure("Name \"" + word + "\" too long.");
        }
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(name(word, "name", "Failed to mangle device name \"" + word + "\"."));
    }

    /** The name that a device shall get. */
    DmName newName(String word) throws Failure {
        if (word.indexOf('/') >= 0) {
            throw new Failure("Name \"" + word + "\" invalid. It contains \"/\".");
        }
        if (word.getBytes(StandardCharsets.UTF_8).length >= NAME_ROOM) {
            throw new Failure("Name \"" + word + "\" too long");
        }
        if (word.isEmpty()) {
            throw new Failure("Non empty new name is required.");
        }
        return name(word, "new name", "Failed to mangle new device name \"" + word + "\"");
    }

    private DmName name(String word, String what, String failed) throws Failure {
        String spelled = spelled(word, what, failed, NAME_ROOM);
        return this == NONE && !DmName.ofSpelled(spelled).spelled().equals(spelled)
                ? new DmName(word)
                : DmName.ofSpelled(spelled);
    }

    DmUuid uuid(String word) throws Failure {
        return uuid(word, "UUID", "Failed to mangle device uuid \"" + word + "\".");
    }

    /** The uuid that a device shall get. */
    DmUuid newUuid(String word) throws Failure {
        if (word.getBytes(StandardCharsets.UTF_8).length >= UUID_ROOM) {
            throw new Failure("Uuid \"" + word + "\" too long");
        }
        return uuid(word, "new UUID", "Failed to mangle new device UUID \"" + word + "\"");
    }

    private DmUuid uuid(String word, String what, String failed) throws Failure {
        String spelled = spelled(word, what, failed, UUID_ROOM);
        // Without mangling any length is taken, and cut.
        return DmUuid.ofSpelled(spelled.length() < UUID_ROOM ? spelled : spelled.substring(0, UUID_ROOM - 1));
    }

    String shown(DmName name) {
        return this == NONE ? name.spelled() : name.value();
    }

    String shown(DmUuid uuid) {
        return this == NONE ? uuid.spelled() : uuid.value();
    }

    private String spelled(String word, String what, String failed, int room) throws Failure {
        if (this == AUTO && word.contains("\\x5cx")) {
            throw new Failure("The " + what + " \"" + word
                    + "\" seems to be mangled more than once. This is not allowed in auto mode.");
        }
        return this == NONE ? word : mangled(word, what, failed, room);
    }

    private String mangled(String word, String what, String failed, int room) throws Failure {
        byte[] in = word.getBytes(StandardCharsets.UTF_8);
        var out = new StringBuilder();
        boolean escapes = false;
        boolean others = false;
        for (int i = 0; i < in.length; i++) {
            int c = in[i] & 0xff;
            boolean escape = this == AUTO && c == '\\' && i + 1 < in.length && in[i + 1] == 'x';
            boolean plain = !escape && isPlain(c);
            escapes |= escape;
            others |= !escape && !plain;
            if ((escapes && others) || (escape && in.length - i < ESCAPE)) {
                throw new Failure(
                        "The " + what + " \"" + word
                                + "\" contains mixed mangled and unmangled characters or it's already mangled improperly.",
                        failed);
            }
            if (escape) {
                out.append(new String(in, i, ESCAPE, StandardCharsets.ISO_8859_1));
                i += ESCAPE - 1;
            } else if (plain) {
                out.append((char) c);
            } else {
                out.append("\\x").append(String.format(Locale.ROOT, "%02x", c));
            }
        }
        if (out.length() >= room) {
            throw new Failure("Mangled form of the " + what + " too long for \"" + word + "\".", failed);
        }
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || PLAIN.indexOf(c) >= 0;
    }
}
