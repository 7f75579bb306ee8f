package org.dmkit.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The functions of baseline.c. One call does the work of a whole round, so that calling from Java costs the C side nothing. */
final class Baseline {
    /** Where the library lies. */
    static final String LIBRARY = "bench.baseline";

    private static final ValueLayout.OfLong L = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT;

    private static final MethodHandle TABLE_WRITE = function("table_write", FunctionDescriptor.of(L, L, L, L, I, L));
    private static final MethodHandle SIZES = function("sizes", FunctionDescriptor.of(L, I, L));
    private static final MethodHandle SCAN = function("scan", FunctionDescriptor.of(L, L, L, L, L, L, I, L));

    private Baseline() {}

    static long tableWrite(long legs, long targets, long length, int chunk, long buffer) {
        try {
            return (long) TABLE_WRITE.invokeExact(legs, targets, length, chunk, buffer);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static long sizes(int fd, long times) {
        try {
            return (long) SIZES.invokeExact(fd, times);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static long scan(long paths, long count, long ends, long head, long tail, int flags, long buffer) {
        try {
            return (long) SCAN.invokeExact(paths, count, ends, head, tail, flags, buffer);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        SymbolLookup library = SymbolLookup.libraryLookup(Path.of(System.getProperty(LIBRARY)), Arena.global());
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
    }
}
