package org.dmkit.uapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.linux.Errno;
import org.junit.jupiter.api.Test;

/**
 * The C compiler's word on every size, offset and number that dmkit uses, from the headers of this machine. Without a compiler
 * only the agreement of jextract's layouts with the constants is tested.
 */
class HeaderAuditTest {
    private static final String SIZE = "$sizeof";
    private static final String OFFSET = "$offset";
    private static final String REQUEST = "IOCTL_";

    @Test
    void theHeadersAgreeWithEveryConstant() throws Exception {
        List<String> assertions = Stream.concat(
                        constants(Constants.class).map(HeaderAuditTest::assertion),
                        constants(Errno.class).map(HeaderAuditTest::assertion))
                .toList();
        assertThat(assertions).hasSizeGreaterThan(500);
        assertThat(compile(assertions)).isEmpty();
    }

    @Test
    void aWrongConstantWouldBeFound() throws Exception {
        assertThat(compile(List.of("_Static_assert(sizeof(struct dm_ioctl) == 313, \"dm_ioctl\");")))
                .contains("dm_ioctl");
    }

    @Test
    void jextractsLayoutsAgreeWithTheConstants() throws Exception {
        List<String> structs = constants(Constants.class)
                .map(Field::getName)
                .filter(n -> n.endsWith(SIZE))
                .map(n -> n.substring(0, n.length() - SIZE.length()))
                .toList();
        assertThat(structs).contains("dm_ioctl", "dm_target_spec", "dm_name_list", "io_uring_sqe", "loop_config");
        for (String struct : structs) {
            Class<?> type = Class.forName("org.dmkit.uapi." + struct);
            var layout = (GroupLayout) type.getMethod("layout").invoke(null);
            assertThat(layout.byteSize()).as(struct).isEqualTo(value(Constants.class.getField(struct + SIZE)));
            for (Field field : constants(Constants.class)
                    .filter(f -> f.getName().startsWith(struct + "$") && f.getName().endsWith(OFFSET))
                    .toList()) {
                String method = field.getName().substring(struct.length() + 1);
                assertThat(type.getMethod(method).invoke(null)).as(field.getName()).isEqualTo(value(field));
            }
        }
    }

    @Test
    void everyErrorNumberIsNamed() throws Exception {
        for (Field field : constants(Errno.class).toList()) {
            assertThat(Errno.name((int) value(field))).isEqualTo(field.getName());
        }
        assertThat(Errno.name(0)).isEqualTo("errno 0");
        assertThat(Errno.name(41)).isEqualTo("errno 41");
        assertThat(Errno.name(4095)).isEqualTo("errno 4095");
    }

    private static Stream<Field> constants(Class<?> type) {
        return Arrays.stream(type.getFields()).filter(f -> Modifier.isStatic(f.getModifiers()));
    }

    private static long value(Field field) {
        try {
            return field.getLong(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String assertion(Field field) {
        return "_Static_assert((unsigned long) (%s) == 0x%xUL, \"%s\");"
                .formatted(expression(field.getName()), value(field), field.getName());
    }

    private static String expression(String name) {
        if (name.endsWith(SIZE)) {
            return "sizeof(struct %s)".formatted(name.substring(0, name.length() - SIZE.length()));
        }
        if (name.endsWith(OFFSET)) {
            String[] words = name.split("\\$");
            return "offsetof(struct %s, %s)".formatted(words[0], words[1]);
        }
        return name.startsWith(REQUEST) ? name.substring(REQUEST.length()) : name;
    }

    /** What the compiler complains of; the include lines are those that jextract saw. */
    private static String compile(List<String> assertions) throws IOException, InterruptedException {
        Path compiler = Path.of("/usr/bin/gcc");
        assumeTrue(Files.isExecutable(compiler), "no gcc");
        assumeTrue(Files.exists(Path.of("/usr/include/linux/dm-ioctl.h")), "no kernel headers");
        Path shim = Path.of(System.getProperty("dmkit.root"), "bindings/src/main/jextract/dmkit.h");
        String includes = Files.readAllLines(shim).stream()
                .filter(l -> l.startsWith("#include"))
                .collect(Collectors.joining("\n"));
        Path file = Files.createTempFile("dmkit-audit", ".c");
        try {
            Files.writeString(
                    file, "#include <stddef.h>\n" + includes + "\n" + String.join("\n", assertions) + "\n");
            Process gcc = new ProcessBuilder(compiler.toString(), "-fsyntax-only", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = gcc.waitFor();
            assertThat(said.isEmpty()).as(said).isEqualTo(status == 0);
            return said;
        } finally {
            Files.delete(file);
        }
    }
}
