package org.dmkit.cli.dmsetup;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.StatusOption;
import org.dmkit.dm.DeviceMapper.SuspendOption;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceMapper.TargetVersion;
import org.dmkit.dm.DeviceMapper.Version;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** Device-mappers for comparisons. */
final class FakeDeviceMapper {
    static final Version VERSION = new Version(4, 47, 0);
    static final List<TargetVersion> TYPES = List.of(
            new TargetVersion("snapshot-merge", new Version(1, 5, 0)),
            new TargetVersion("crypt", new Version(1, 24, 0)),
            new TargetVersion("zero", new Version(1, 1, 0)),
            new TargetVersion("striped", new Version(1, 6, 0)),
            new TargetVersion("linear", new Version(1, 4, 0)),
            new TargetVersion("error", new Version(1, 5, 0)));

    private FakeDeviceMapper() {}

    /** One that has these devices, and lets nobody change them. */
    static DeviceMapper of(List<FakeDevice> devices) {
        return proxy((method, arguments) -> {
            switch (method.getName()) {
                case "version" -> {
                    return VERSION;
                }
                case "targetVersions" -> {
                    return TYPES;
                }
                case "targetVersion" -> {
                    return TYPES.stream()
                            .filter(t -> t.type().equals(arguments[0]))
                            .findFirst()
                            .orElseThrow(() -> new KernelException("DM_GET_TARGET_VERSION", "", Errno.EINVAL))
                            .version();
                }
                case "devices" -> {
                    return devices.stream()
                            .map(d -> new DeviceEntry(
                                    d.info().name(),
                                    d.info().number(),
                                    d.info().eventNumber(),
                                    d.info().uuid()))
                            .toList();
                }
                case "uuid" -> {
                    return ((DeviceEntry) arguments[0]).uuid();
                }
                case "close" -> {
                    return null;
                }
                default -> {}
            }
            FakeDevice device = devices.stream()
                    .filter(d -> d.info().name().equals(arguments[0]))
                    .findFirst()
                    .orElseThrow(() -> new KernelException("ioctl", "", Errno.ENXIO));
            return switch (method.getName()) {
                case "info" -> device.info();
                case "dependencies" -> device.lower().get(((TableSlot) arguments[1]).ordinal());
                case "lines" ->
                    (((Set<?>) arguments[2]).contains(StatusOption.TABLE) ? device.tables() : device.statuses())
                            .get(((TableSlot) arguments[1]).ordinal());
                default -> throw new AssertionError(method + " must not be called");
            };
        });
    }

    /** Another one, of which all that changes something and succeeds is told as fake-device-mapper.c tells it. */
    static DeviceMapper recording(DeviceMapper mapper, List<String> log) {
        return proxy((method, arguments) -> {
            // No simulated target takes any.
            Object answer =
                    method.getName().equals("message") ? heard(mapper, arguments) : method.invoke(mapper, arguments);
            String told = told(method.getName(), arguments);
            if (!told.isEmpty()) {
                log.add(told);
            }
            return answer;
        });
    }

    private static String heard(DeviceMapper mapper, Object[] arguments) throws KernelException {
        mapper.info((DmName) arguments[0]);
        return "";
    }

    private static String told(String method, Object[] a) {
        return switch (method) {
            case "create" -> "create " + name(a[0]) + " " + ((DmUuid) a[1]).spelled() + (a.length > 2 ? " minor" : " ");
            case "load" -> "load " + name(a[0]) + ((boolean) a[2] ? " ro" : "") + lines((Table) a[1]);
            case "remove" -> "remove " + name(a[0]);
            case "removeDeferred" -> "remove " + name(a[0]) + " deferred";
            case "removeAll" -> "remove_all" + ((boolean) a[0] ? " deferred" : "");
            case "rename" -> "rename " + name(a[0]) + " " + name(a[1]);
            case "setUuid" -> "setuuid " + name(a[0]) + " " + ((DmUuid) a[1]).spelled();
            case "suspend", "resume" -> method + " " + name(a[0]) + (a.length > 1 ? options((Set<?>) a[1]) : "");
            case "clear" -> "clear " + name(a[0]);
            case "awaitEvent" -> "wait " + name(a[0]) + " " + a[1];
            case "message" -> "message " + name(a[0]) + " " + a[1] + " " + a[2];
            case "setGeometry" ->
                "setgeometry " + name(a[0]) + " "
                        + Arrays.stream(a).skip(1).map(Object::toString).collect(Collectors.joining(" "));
            default -> "";
        };
    }

    private static String name(Object name) {
        return ((DmName) name).spelled();
    }

    private static String options(Set<?> options) {
        return (options.contains(SuspendOption.NO_FLUSH) ? " noflush" : "")
                + (options.contains(SuspendOption.SKIP_LOCK_FS) ? " nolockfs" : "");
    }

    private static String lines(Table table) {
        return table.lines().stream()
                .map(l -> String.format(
                                Locale.ROOT,
                                " [%d %d %s %s",
                                l.start(),
                                l.length(),
                                l.target().type(),
                                l.target().parameters())
                        + "]")
                .collect(Collectors.joining());
    }

    private interface Handler {
        @Nullable
        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static DeviceMapper proxy(Handler handler) {
        return (DeviceMapper) Proxy.newProxyInstance(
                DeviceMapper.class.getClassLoader(), new Class<?>[] {DeviceMapper.class}, (self, method, arguments) -> {
                    try {
                        return handler.handle(method, arguments == null ? new Object[0] : arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
