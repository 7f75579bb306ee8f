package org.dmkit.cli;

import java.io.IOException;

/** A file that was named on the command line is not understood. Nothing was looked at or changed yet. */
final class MisreadException extends IOException {
    private static final long serialVersionUID = 1;

    MisreadException(FilePlace at, String why) {
        super(at + ": " + why);
    }
}
