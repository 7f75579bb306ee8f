import java.lang.foreign.GroupLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes what jextract generated once more as compile-time constants: the macros and enums, and the size of each struct and
 * the offset of each field. jextract's own classes link native layouts when they are first touched, which costs start-up;
 * a constant is copied into the class that uses it and loads nothing.
 *
 * <p>Usage: WriteConstants PACKAGE MAIN-CLASS CLASSES-DIRECTORY OUTPUT-FILE, with CLASSES-DIRECTORY on the class path.
 */
class WriteConstants {
    public static void main(String[] arguments) throws Exception {
        String packageName = arguments[0];
        Class<?> main = Class.forName(packageName + "." + arguments[1]);
        var lines = new ArrayList<String>();
        lines.add("// Generated from jextract's output");
        lines.add("");
        lines.add("package " + packageName + ";");
        lines.add("");
        lines.add("/** The constants of {@link " + arguments[1] + "}, and the layout of each struct, as constants that javac inlines. */");
        lines.add("public final class Constants {");
        lines.add("    private Constants() {}");
        lines.add("");
        for (Method method : sorted(main.getDeclaredMethods())) {
            if (isConstant(method)) {
                lines.add(field(method.getName(), method));
            }
        }
        for (Class<?> struct : structs(packageName, Path.of(arguments[2]))) {
            String name = struct.getSimpleName();
            var layout = (GroupLayout) struct.getMethod("layout").invoke(null);
            lines.add("");
            lines.add("    public static final int " + name + "$sizeof = " + layout.byteSize() + ";");
            for (Method method : sorted(struct.getDeclaredMethods())) {
                if (method.getName().endsWith("$offset")) {
                    long offset = (long) method.invoke(null);
                    lines.add("    public static final int " + name + "$" + method.getName() + " = " + offset + ";");
                }
            }
        }
        lines.add("}");
        Files.write(Path.of(arguments[3]), lines);
    }

    private static boolean isConstant(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 0
                && (method.getReturnType() == int.class || method.getReturnType() == long.class);
    }

    private static String field(String name, Method method) throws ReflectiveOperationException {
        Object value = method.invoke(null);
        return value instanceof Long
                ? "    public static final long " + name + " = 0x" + Long.toHexString((long) value) + "L;"
                : "    public static final int " + name + " = " + value + ";";
    }

    private static List<Class<?>> structs(String packageName, Path classes) throws Exception {
        var structs = new ArrayList<Class<?>>();
        try (var files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$")) {
                    Class<?> type = Class.forName(packageName + "." + name.substring(0, name.length() - 6));
                    if (Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals("layout"))) {
                        structs.add(type);
                    }
                }
            }
        }
        return structs;
    }

    private static List<Method> sorted(Method[] methods) {
        return Arrays.stream(methods).sorted(Comparator.comparing(Method::getName)).toList();
    }
}
