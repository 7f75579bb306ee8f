package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.program.Streams;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/** {@code -C}, {@code -x}, {@code -S} and {@code -R}: dmkit's own changes, asked for as dmraid asks. */
final class SetChanges {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})([kKmMgG]?)([bB]?)");
    private static final int SECTOR = 512;
    private static final long KIB = 2;
    private static final long STEP = 1024;

    private final Premises.Opened opened;
    private final Request request;
    private final Log log;
    private final Prompt prompt;

    SetChanges(Premises.Opened opened, Request request, Streams streams, Log log) {
        this.opened = opened;
        this.request = request;
        this.log = log;
        this.prompt = new Prompt(streams);
    }

    /** A set and its group. */
    private record Chosen(Group group, RaidSet set) {}

    /** Makes a set, which is not started: that is {@code -ay}. */
    boolean create(Format<?> format, Creation.Order order) throws IOException, RefusedException {
        Wish wish = wish(order);
        List<DiskInfo> disks = disks(order.disks());
        var create = new Change.Create(wish, disks, List.of());
        var controller = opened.controller();
        Group ground = controller.ground(format, create, new SecureRandom().nextLong(), Instant.now());
        Transition transition = controller.prepareIdle(ground, create);
        RaidSet set = transition.made().getFirst();
        log.print("\n\n     Create a RAID set with " + format.name().toUpperCase(Locale.ROOT)
                + " metadata format     \n");
        log.print("RAID name:      " + order.name());
        log.print("RAID type:      "
                + (wish.kind() == Wish.Kind.RAID10
                        ? "RAID01 (isw RAID10)"
                        : "RAID" + wish.kind().word()));
        log.print("RAID size:      " + set.size() / (KIB * STEP * STEP) + "G (" + set.size() + " blocks)");
        if (set.chunk() > 0) {
            log.print("RAID strip:     " + set.chunk() / KIB + "k (" + set.chunk() + " blocks)");
        }
        var paths = new StringBuilder();
        disks.forEach(d -> paths.append(d.path()).append(", "));
        log.print("DISKS:     " + paths + "\n\n");
        return !prompt.yes("About to create a RAID set with the above settings. Continue")
                || isDone(controller.run(transition));
    }

    private static Wish wish(Creation.Order order) throws RefusedException {
        String type = order.type().equals("01") ? "10" : order.type();
        Wish.Kind kind =
                Wish.Kind.of(type).orElseThrow(() -> refused("type", "RAID type " + order.type(), "0, 1, 5 or 01"));
        OptionalLong strip = sectors(order.strip());
        return new Wish(
                order.name(),
                kind,
                strip.isPresent()
                        ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, strip.getAsLong()))
                        : OptionalInt.empty(),
                sectors(order.size()));
    }

    /** As dmraid(8) has it: {@code b} are bytes, {@code B} blocks. */
    private static OptionalLong sectors(String text) throws RefusedException {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher m = AMOUNT.matcher(text);
        if (!m.matches()) {
            throw refused("size", "size " + text, "digits and k, m or g");
        }
        long number = Long.parseLong(m.group(1));
        return OptionalLong.of(
                switch (m.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> number * KIB;
                    case "m" -> number * KIB * STEP;
                    case "g" -> number * KIB * STEP * STEP;
                    default -> m.group(3).equals("B") ? number : number / SECTOR;
                });
    }

    private List<DiskInfo> disks(List<String> paths) throws RefusedException {
        var disks = new ArrayList<DiskInfo>();
        for (String path : paths) {
            disks.add(disk(path));
        }
        return disks;
    }

    private DiskInfo disk(String path) throws RefusedException {
        return Discovery.named(opened.controller().machine().disks(), List.of(path)).stream()
                .findFirst()
                .orElseThrow(() -> refused("disk", "no disk " + path, "a block device"));
    }

    /** Makes an end of a set, or of all. */
    boolean remove(List<String> names) throws IOException, RefusedException {
        List<Chosen> chosen = names.isEmpty() ? all() : new ArrayList<>();
        for (String name : names) {
            chosen.add(chosen(name));
        }
        if (chosen.isEmpty()) {
            log.print("no raid sets");
            return false;
        }
        log.print("\nAbout to delete RAID set" + (chosen.size() == 1 ? "" : "s"));
        chosen.forEach(c -> log.print(c.set().name()));
        log.print("\nWARNING: The metadata stored on the raidset(s) will not be accessible after deletion");
        if (!prompt.yes("Do you want to continue")) {
            return true;
        }
        boolean done = true;
        for (Chosen c : chosen) {
            Group now = opened.now(c.group());
            var delete = new Change.Delete(c.set().name());
            done &= isDone(opened.controller().run(opened.controller().prepare(now, delete)));
        }
        return done;
    }

    /** Makes a disk wait for a failure, of one set or of whichever comes first. */
    boolean spare(List<Format<?>> formats) throws IOException, RefusedException {
        DiskInfo disk = disk(request.target().media());
        Group group = request.target().set().isEmpty()
                ? all().stream()
                        .map(Chosen::group)
                        .filter(g -> formats.stream()
                                .anyMatch(f -> f.name().equals(g.format().name())))
                        .findFirst()
                        .orElseThrow(() -> refused("set", "no RAID set", "one that the spare is for"))
                : chosen(request.target().set()).group();
        Transition transition = opened.controller().prepare(group, new Change.AddSpare(disk));
        log.print("\n\n     Create a SPARE DISK with " + group.format().name().toUpperCase(Locale.ROOT)
                + " metadata format     \n");
        log.print("DISK:     " + disk.path() + " \n\n");
        return !prompt.yes("About to create a RAID set with the above settings. Continue")
                || isDone(opened.controller().run(transition));
    }

    /** Puts a disk, or a spare, into the place of a lost member. */
    boolean rebuild(List<String> operands) throws IOException, RefusedException {
        Chosen chosen = chosen(request.target().set());
        Component.Missing lost = chosen.set()
                .leaves()
                .filter(Component.Missing.class::isInstance)
                .map(Component.Missing.class::cast)
                .findFirst()
                .orElseThrow(() -> refused("rebuild", chosen.set().name() + " has lost no member", "a degraded set"));
        List<String> named = request.target().media().isEmpty()
                ? operands
                : List.of(request.target().media());
        DiskInfo disk = named.isEmpty() ? spareFor(chosen, lost) : disk(named.getFirst());
        var replace = new Change.Replace(new MemberName.OfLabel(lost.label()), disk);
        return isDone(opened.controller().run(opened.controller().prepare(chosen.group(), replace, Consent.NONE)));
    }

    private DiskInfo spareFor(Chosen chosen, Component.Missing lost) throws RefusedException {
        return opened.controller().spares(chosen.group()).stream()
                .filter(s -> s.sectors() >= lost.extent().end())
                .findFirst()
                .orElseThrow(
                        () -> refused("spare", "no spare for " + chosen.set().name(), "a spare, or a disk named"));
    }

    private List<Chosen> all() {
        var all = new ArrayList<Chosen>();
        opened.controller().scan().groups().forEach(g -> g.sets().forEach(s -> all.add(new Chosen(g, s))));
        return all;
    }

    private Chosen chosen(String name) throws RefusedException {
        return all().stream()
                .filter(c -> c.set().name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused("set", "no RAID set " + name, "one that -s lists"));
    }

    private boolean isDone(Executor.Outcome outcome) {
        return switch (outcome) {
            case Executor.Outcome.Done d -> true;
            case Executor.Outcome.BackedOut b -> {
                log.error(String.valueOf(b.cause().getMessage()));
                yield false;
            }
            case Executor.Outcome.Incomplete i -> {
                log.error(String.valueOf(i.cause().getMessage()));
                yield false;
            }
        };
    }

    private static RefusedException refused(String code, String found, String expected) {
        return RefusedException.because("dmraid." + code, found, expected, "");
    }
}
