package org.dmkit.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What Maven has built of the modules, classes and tests.
 *
 * @param root of the project
 */
record BuiltProject(Path root) {
    private static final List<String> MODULES =
            List.of("bindings", "dm-ioctl", "blockio", "simulation", "raid", "formats", "cli");

    private List<Path> directories() {
        return MODULES.stream()
                .map(root::resolve)
                .flatMap(m -> Stream.of(m.resolve("target/classes"), m.resolve("target/test-classes")))
                .filter(Files::isDirectory)
                .toList();
    }

    /** Compiles one source with a fault in it. */
    void compile(Mutant mutant, Path into) throws IOException {
        Path file = root.resolve(mutant.file());
        String source = mutant.in(Files.readString(file));
        var faulty = new SimpleJavaFileObject(file.toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = Stream.concat(
                        directories().stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(":"));
        List<String> options = List.of(
                "--release",
                "22",
                "-proc:none",
                "-nowarn",
                "-implicit:none",
                "-parameters",
                "-cp",
                classPath,
                "-d",
                "" + into);
        var told = new StringWriter();
        if (!compiler.getTask(told, null, null, options, null, List.of(faulty)).call()) {
            throw new IllegalStateException(mutant.name() + ": " + mutant.file() + " does not compile: " + told);
        }
    }

    /** dmkit and its tests, loaded anew; what has been compiled into the overlay comes first. */
    URLClassLoader load(Path overlay) {
        return load(Stream.of(overlay));
    }

    /** dmkit and its tests as they are. */
    URLClassLoader load() {
        return load(Stream.of());
    }

    private URLClassLoader load(Stream<Path> overlay) {
        return new Anew(Stream.concat(overlay, directories().stream())
                .map(d -> url(d.toUri()))
                .toList());
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Shares with its parent only what is not dmkit. */
    private static final class Anew extends URLClassLoader {
        Anew(List<URL> urls) {
            super(urls.toArray(URL[]::new), BuiltProject.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.dmkit.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }
}
