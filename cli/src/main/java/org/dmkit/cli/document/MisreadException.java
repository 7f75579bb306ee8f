package org.dmkit.cli.document;

import java.io.IOException;

/** A file that was named on the command line is not understood. Nothing was looked at or changed yet. */
public final class MisreadException extends IOException {
    private static final long serialVersionUID = 1;

    MisreadException(FilePlace at, String why) {
        super(at + ": " + why);
    }
}
