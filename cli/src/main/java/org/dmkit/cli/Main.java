package org.dmkit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;

/** Where the process starts and ends: the only class that knows the real streams, the environment and the exit status. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, System.out.charset());
        out.println(
                "dmkit " + Main.class.getModule().getDescriptor().rawVersion().orElse("unknown"));
        out.flush();
    }
}
