package org.dmkit.cli.dm;

import java.util.List;
import org.dmkit.linux.KernelException;

/** {@code version}: that of the kernel's interface. */
final class PrintVersion implements Verb {
    @Override
    public String word() {
        return "version";
    }

    @Override
    public String summary() {
        return "Print the version of the kernel's device-mapper interface.";
    }

    @Override
    public void syntax(Syntax syntax) {}

    @Override
    public Answer run(Words words, Work work) throws KernelException {
        String version = work.mapper().version().toString();
        return Answer.of(List.of(version), "version", version);
    }
}
