package org.dmkit.cli.dmsetup;

import java.util.Optional;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;

/** A device as it was named. */
sealed interface Which {
    /** As messages about failed requests have it. */
    String label();

    /** By name; none if it was empty. */
    record Named(Optional<DmName> name) implements Which {
        Named(DmName name) {
            this(Optional.of(name));
        }

        @Override
        public String label() {
            return name.map(DmName::spelled).orElse("") + " ";
        }
    }

    record ByUuid(DmUuid uuid) implements Which {
        @Override
        public String label() {
            return " " + uuid.spelled();
        }
    }

    /** By numbers, which may be any. */
    record ByNumber(int major, int minor) implements Which {
        @Override
        public String label() {
            return " (" + major + ":" + minor + ")";
        }
    }

    /** A device that is just being made, by name, with what else is known of it: its uuid, or its number. */
    record New(DmName name, String more) implements Which {
        @Override
        public String label() {
            return name.spelled() + " " + more;
        }
    }
}
