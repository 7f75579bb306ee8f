package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The graph that depmod wrote to {@code modules.dep}: each module file with all the module files it needs. */
record KernelModules(Map<String, String> fileOfName, Map<String, List<String>> needs) {
    static KernelModules read(Path modulesDep) throws IOException {
        var fileOfName = new HashMap<String, String>();
        var needs = new HashMap<String, List<String>>();
        for (String line : Files.readAllLines(modulesDep)) {
            int colon = line.indexOf(':');
            String file = line.substring(0, colon);
            String rest = line.substring(colon + 1).strip();
            fileOfName.put(nameOf(file), file);
            needs.put(file, rest.isEmpty() ? List.of() : List.of(rest.split(" ")));
        }
        return new KernelModules(Map.copyOf(fileOfName), Map.copyOf(needs));
    }

    /** The files of the named modules and of all they need; a name without a file is built into the kernel, or not there. */
    SortedSet<String> closure(Collection<String> names) {
        var found = new TreeSet<String>();
        var todo = new ArrayDeque<String>();
        for (String name : names) {
            String file = fileOfName.get(nameOf(name));
            if (file != null) {
                todo.add(file);
            }
        }
        while (!todo.isEmpty()) {
            String file = todo.remove();
            if (found.add(file)) {
                todo.addAll(needs.getOrDefault(file, List.of()));
            }
        }
        return found;
    }

    /** "kernel/drivers/md/dm-mod.ko.xz" and "dm-mod" are the module dm_mod. */
    private static String nameOf(String file) {
        String last = file.substring(file.lastIndexOf('/') + 1);
        int dot = last.indexOf('.');
        return (dot < 0 ? last : last.substring(0, dot)).replace('-', '_');
    }
}
