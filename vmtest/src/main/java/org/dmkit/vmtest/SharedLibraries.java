package org.dmkit.vmtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the dynamic linker needs, as {@code ldd} tells it: the loader and the libraries, by the paths programs ask for. */
final class SharedLibraries {
    private static final Pattern LOADED = Pattern.compile("(/\\S+) \\(0x");

    /** Not linked but opened by name when a thread is cancelled. */
    private static final Path UNWINDER = Path.of("/lib/x86_64-linux-gnu/libgcc_s.so.1");

    private SharedLibraries() {}

    /** The libraries of {@code binaries} that aren't among them; statically linked programs need none. */
    static SortedSet<Path> of(Collection<Path> binaries) throws VmException, InterruptedException {
        var words = new ArrayList<>(List.of("ldd"));
        binaries.forEach(binary -> words.add(binary.toAbsolutePath().toString()));
        // ldd fails when any of the programs is static, and has printed the others all the same
        String output = new Command(words).run(Path.of("/")).output();
        var libraries = new TreeSet<Path>();
        var matcher = LOADED.matcher(output);
        while (matcher.find()) {
            libraries.add(Path.of(matcher.group(1)).normalize());
        }
        binaries.forEach(binary -> libraries.remove(binary.toAbsolutePath()));
        if (Files.exists(UNWINDER)) {
            libraries.add(UNWINDER);
        }
        return libraries;
    }
}
