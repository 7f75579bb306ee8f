package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.program.Streams;
import org.dmkit.cli.program.UsageException;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.model.RefusedException;

/** The {@code dmraid} command. */
public final class Dmraid {
    private static final String PROGRAM = "dmraid";
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final Premises premises;
    private final Streams streams;
    private final Request request;
    private final Log log;

    private Dmraid(Premises premises, Streams streams, Request request) {
        this.premises = premises;
        this.streams = streams;
        this.request = request;
        this.log = new Log(streams, request);
    }

    /** Runs a command line; its exit status. */
    public static int run(List<String> words, Premises premises, Streams streams) {
        try {
            Request request = Arguments.parse(PROGRAM, words);
            if (request.asks(Action.HELP)) {
                streams.out().print(Help.text());
                return DONE;
            }
            return new Dmraid(premises, streams, request).perform();
        } catch (UsageException e) {
            streams.err().println(e.getMessage());
            return FAILED;
        } catch (RefusedException e) {
            e.findings().forEach(f -> streams.err().println("ERROR: " + f));
            return FAILED;
        } catch (IOException e) {
            streams.err().println("ERROR: " + e.getMessage());
            return FAILED;
        }
    }

    /** The same command line with {@code -t}: to tell, and to leave it. */
    public static List<String> test(List<String> words) {
        return Stream.concat(Stream.of("-t"), words.stream()).toList();
    }

    /** Whether {@link #test} makes a command line that starts or stops nothing, but would. */
    public static boolean canTest(List<String> words) {
        try {
            return Arguments.parse(PROGRAM, test(words))
                    .first(Action.ACTIVATE, Action.DEACTIVATE)
                    .isPresent();
        } catch (UsageException e) {
            return false;
        }
    }

    private int perform() throws IOException, RefusedException {
        Action action = request.first(
                        Action.ACTIVATE,
                        Action.DEACTIVATE,
                        Action.BLOCK_DEVICES,
                        Action.ERASE,
                        Action.LIST_FORMATS,
                        Action.NATIVE_LOG,
                        Action.RAID_DEVICES,
                        Action.REMOVE,
                        Action.RAID_SETS,
                        Action.VERSION,
                        Action.CREATE,
                        Action.SPARE,
                        Action.REBUILD)
                .orElse(Action.MEDIA);
        return switch (action) {
            case LIST_FORMATS -> listFormats();
            case VERSION -> version();
            case MEDIA -> FAILED;
            default -> {
                if (!premises.privileged()) {
                    log.error("you must be root");
                    yield FAILED;
                }
                yield switch (action) {
                    case REMOVE, CREATE, SPARE, REBUILD -> change(action);
                    default -> withDisks(action);
                };
            }
        };
    }

    private int listFormats() {
        log.info("supported metadata formats:");
        Handlers.lines().forEach(log::print);
        return DONE;
    }

    /** The version of dmraid that this stands in for. */
    private int version() {
        log.print("dmraid version:\t\t1.0.0.rc16 (2009.09.16) shared ");
        log.print("dmraid library version:\t1.0.0.rc16 (2009.09.16)");
        String mapper = premises.deviceMapperVersion();
        log.print("device-mapper version:\t" + (mapper.isEmpty() ? "unknown" : mapper));
        return DONE;
    }

    /** All formats are looked for, whichever are meant: a disk that bears another's metadata must not be taken. */
    private int change(Action action) throws IOException, RefusedException {
        List<Format<?>> meant = premises.formats().stream()
                .filter(f -> Handlers.meant(request).test(f.name()))
                .toList();
        Creation.Order order = request.target().order().orElse(null);
        if (order != null && (request.formats().size() != 1 || meant.size() != 1)) {
            log.error("-C: one format is needed: -f FORMAT");
            return FAILED;
        }
        if (action == Action.SPARE && request.target().media().isEmpty()) {
            log.error("-S: a disk is needed: -M device-path");
            return FAILED;
        }
        try (Premises.Opened opened = premises.open(premises.formats(), true)) {
            opened.problems().forEach(log::error);
            var changes = new SetChanges(opened, request, streams, log);
            boolean done = switch (action) {
                case REMOVE -> changes.remove(request.operands());
                case SPARE -> changes.spare(meant);
                case REBUILD -> changes.rebuild(request.operands());
                default -> order != null && changes.create(meant.getFirst(), order);
            };
            return done ? DONE : FAILED;
        }
    }

    private int withDisks(Action action) throws IOException, RefusedException {
        List<Format<?>> formats = action == Action.BLOCK_DEVICES
                ? List.of()
                : premises.formats().stream()
                        .filter(f -> Handlers.meant(request).test(f.name()))
                        .toList();
        boolean writable = action == Action.ERASE
                || (!request.asks(Action.TEST) && (action == Action.ACTIVATE || action == Action.DEACTIVATE));
        try (Premises.Opened opened = premises.open(formats, writable)) {
            opened.problems().forEach(log::error);
            return switch (action) {
                case BLOCK_DEVICES -> listDisks(opened);
                case ERASE, NATIVE_LOG, RAID_DEVICES -> workOnDisks(action, opened, formats);
                default -> workOnSets(action, opened, formats);
            };
        }
    }

    private int listDisks(Premises.Opened opened) {
        List<DiskInfo> disks = Discovery.named(opened.controller().machine().disks(), request.operands());
        if (disks.isEmpty()) {
            return noDisks();
        }
        log.info((disks.size() == 1 ? "Block device" : "Block devices") + " discovered:\n");
        disks.forEach(d -> log.print(DiskLines.of(d, request)));
        return DONE;
    }

    private int noDisks() {
        log.print("no block devices found");
        return FAILED;
    }

    private int workOnDisks(Action action, Premises.Opened opened, List<Format<?>> formats) throws IOException {
        if (opened.controller().machine().disks().isEmpty()) {
            return noDisks();
        }
        List<DiskInfo> named = Discovery.named(opened.controller().machine().disks(), request.operands());
        new Complaints(log).onDisks(opened.controller().scan().findings(), named);
        List<RaidDisk> found = new Discovery(opened.controller().scan(), request, log).raidDisks(named, formats);
        if (found.isEmpty()) {
            return nothing("disks");
        }
        if (request.asks(Action.DUMP)) {
            new Dump(premises.workingDirectory(), opened.controller().machine(), log).write(found);
        }
        if (action == Action.ERASE) {
            return new Erase(opened, streams, log).run(found) ? DONE : FAILED;
        }
        log.info((found.size() == 1 ? "RAID device" : "RAID devices") + " discovered:\n");
        for (RaidDisk disk : found) {
            if (action == Action.NATIVE_LOG) {
                log.print(disk.path() + " (" + disk.format().name() + "):");
                disk.nativeLog().forEach(log::print);
                log.print("");
            } else {
                log.print(DeviceLines.of(disk, request));
            }
        }
        return DONE;
    }

    private int workOnSets(Action action, Premises.Opened opened, List<Format<?>> formats) throws IOException {
        var controller = opened.controller();
        List<DiskInfo> disks = Discovery.named(controller.machine().disks(), List.of());
        if (disks.isEmpty()) {
            return noDisks();
        }
        new Complaints(log).onSets(controller.scan().findings());
        if (new Discovery(controller.scan(), request, log)
                .raidDisks(disks, formats)
                .isEmpty()) {
            return nothing("disks");
        }
        List<SetNode> all =
                SetNodes.of(controller.scan(), Live.read(controller.machine().deviceMapper()));
        List<SetNode> nodes = new SetCheck(log).kept(Selection.of(all, request.operands()));
        if (nodes.isEmpty()) {
            log.error(
                    request.operands().isEmpty()
                            ? "no RAID set found"
                            : "either the required RAID set not found or more options required");
            return nothing("sets");
        }
        switch (action) {
            case ACTIVATE -> {
                if (!request.asks(Action.TEST)) {
                    // Refused here, no metadata are written for what can't start.
                    controller.machine().deviceMapper().version();
                }
                new Activation(opened, request, log).run(nodes);
            }
            case DEACTIVATE -> new Deactivation(opened, request, log).run(nodes);
            default -> {
                var lines = new SetLines(request, log);
                nodes.forEach(lines::print);
            }
        }
        return DONE;
    }

    /** Callers compare this line; it goes where answers go. */
    private int nothing(String what) {
        log.print("no raid " + what
                + (request.formats().isEmpty() ? "" : " with format: \"" + request.formatText() + "\"")
                + (request.operands().isEmpty()
                        ? ""
                        : " and with names: \"" + String.join(String.valueOf(request.separator()), request.operands())
                                + "\""));
        return FAILED;
    }
}
