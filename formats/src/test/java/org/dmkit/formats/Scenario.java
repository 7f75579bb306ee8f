package org.dmkit.formats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;

/**
 * A change of a corpus case.
 *
 * @param roomy false if no record fits on the members: then there is a journal
 * @param before brings the rig to T0; the sets have been written to once
 * @param change from there, prepared
 */
record Scenario(String corpusCase, String title, boolean roomy, Preparation before, Preparing change) {
    Scenario(String corpusCase, String title, Preparation before, Preparing change) {
        this(corpusCase, title, true, before, change);
    }

    String format() {
        return corpusCase.substring(0, corpusCase.indexOf('/'));
    }

    /** The same where only a journal can keep the record. */
    Scenario withJournal() {
        return new Scenario(corpusCase, title, false, before, change);
    }

    @FunctionalInterface
    interface Preparation {
        void on(Rig rig, Ledger ledger) throws IOException, RefusedException;
    }

    @FunctionalInterface
    interface Preparing {
        Transition on(Rig rig) throws IOException, RefusedException;
    }

    /** A rig at T0. */
    Rig rig(Ledger ledger) throws IOException, RefusedException {
        Rig rig = roomy ? Rig.of(corpusCase, "new") : Rig.withoutRoom(corpusCase, "new");
        before.on(rig, ledger);
        return rig;
    }

    @Override
    public String toString() {
        return corpusCase + ": " + title + (roomy ? "" : ", in a journal");
    }

    /** Those that stand for all where only a journal keeps the record. */
    static Stream<Scenario> journalled() {
        return all().filter(s -> s.corpusCase().equals("isw/raid1-2disk")
                        || s.corpusCase().equals("sil/raid1-3way"))
                .map(Scenario::withJournal);
    }

    /** All of them. */
    static Stream<Scenario> all() {
        return Stream.of(
                        Stream.of(
                                        "raid1-2disk",
                                        "raid5-3disk-16k",
                                        "raid10-4disk-shuffled",
                                        "matrix-raid10-raid5-4disk")
                                .flatMap(Scenario::redundant),
                        Stream.of(
                                isw("raid1-2disk", SPARE, RUNNING, change(r -> new Change.AddSpare(r.disk("new")))),
                                isw("raid1-2disk", "remove a spare", Scenario::withSpare, Scenario::removeSpare),
                                isw("matrix-raid0-raid5-offset", "start", IDLE, Scenario::start),
                                isw("matrix-raid0-raid5-offset", "mark clean", Scenario::stopped, Scenario::close)),
                        perDisk("sil/raid1-3way"),
                        perDisk("via/raid1-2disk"),
                        container("ddf1/mdadm-raid1-2"),
                        container("ddf1/mdadm-raid5-ls-3"),
                        perDisk("sil/raid10-4disk-size-is-volume"),
                        perDisk("jmicron/raid1-3way"),
                        perDisk("jmicron/raid01-4disk"),
                        perDisk("lsi/raid1-2disk")
                                .filter(s -> !s.title().equals(SPARE))
                                .map(Scenario::withJournal),
                        perDisk("lsi/raid10-4disk")
                                .filter(s -> !s.title().equals(SPARE))
                                .map(Scenario::withJournal),
                        perDisk("nvidia/raid1-unequal-sizes"),
                        perDisk("nvidia/raid5-3disk-64k"),
                        perDisk("nvidia/raid01-4disk"),
                        // Of 160 GB: nobody waits for whole rebuilds.
                        Stream.of("raid1-2", "raid01-4-shuffled")
                                .flatMap(name -> perDisk("hpt37x/" + name))
                                .filter(s -> !s.rebuilds()),
                        Stream.of("raid1-2-shuffled", "raid5-3", "raid10-4-shuffled")
                                .flatMap(name -> perDisk("hpt45x/" + name))
                                .filter(s -> !s.rebuilds()),
                        perDisk("asr/raid1-2disk"),
                        openAndClose("asr/raid1-2disk"),
                        perDisk("asr/raid10-4disk"),
                        perDisk("asr/raid01-4disk"),
                        perDisk("pdc/raid1-2-small-odd"),
                        openAndClose("pdc/raid1-2-small-odd"),
                        Stream.of("raid5-3", "raid10-4")
                                .flatMap(name -> perDisk("pdc/" + name))
                                .filter(s -> !s.rebuilds()),
                        Stream.of(new Scenario(
                                "sil/raid5-4disk-degraded",
                                "replace a lost member",
                                RUNNING,
                                change(r -> new Change.Replace(missing(r), r.disk("new"))))))
                .flatMap(s -> s)
                .filter(s -> s.corpusCase().startsWith(ONLY))
                .filter(s -> ALL || s.corpusCase().equals("isw/raid1-2disk") || !s.rebuilds())
                .filter(s -> ALL || !ONLY.isEmpty() || s.stands());
    }

    /** Formats that differ as much as formats can are looked at whole in every run, the others by a sample. */
    private static final List<String> WHOLE = List.of("isw/", "sil/", "via/");

    private static final long SEED = Long.getLong("dmkit.crash.seed", 1);

    private static final int ONE_OF = 4;

    private boolean stands() {
        return WHOLE.stream().anyMatch(corpusCase::startsWith)
                || new Random(SEED + toString().hashCode()).nextInt(ONE_OF) == 0;
    }

    /** Whole rebuilds take long to simulate, and large metadata: small cases stand for them in a normal run. */
    private static final boolean ALL = Boolean.getBoolean("dmkit.crash.all");

    /** A format, {@code sil/}, to look at alone. */
    static final String ONLY = System.getProperty("dmkit.crash.only", "");

    /**
     * Of the operations of a change as many as a run looks at, in an order by lot: in a normal run one of four, with
     * {@code dmkit.crash.all} or one format alone all.
     */
    List<Integer> lookedAt(int operations) {
        return byLot(operations).subList(0, enough(operations));
    }

    /** All operations, in the same order. */
    List<Integer> byLot(int operations) {
        var all = new ArrayList<>(IntStream.range(0, operations).boxed().toList());
        Collections.shuffle(all, new Random(SEED + toString().hashCode()));
        return all;
    }

    static int enough(int operations) {
        return ALL || !ONLY.isEmpty() ? operations : Math.ceilDiv(operations, ONE_OF);
    }

    boolean rebuilds() {
        return title.equals("end of a rebuild")
                || title.equals(REBUILD_FAILS)
                || title.equals(BACK)
                || corpusCase.equals("ddf1/mdadm-raid5-ls-3");
    }

    /** True if the kernel itself acknowledges writes that a member misses before it is marked. */
    boolean kernelDropsMember() {
        return title.equals(LOST);
    }

    private static final String SPARE = "add a spare";
    private static final String LOST = "mark a lost member";
    static final String BACK = "replace, and back";
    private static final String REBUILD_FAILS = "a disk that fails while it is rebuilt";

    private static Stream<Scenario> redundant(String corpusCase) {
        return Stream.of(
                isw(corpusCase, "fail", RUNNING, change(r -> new Change.Fail(new MemberName.OfDisk("sdb")))),
                isw(
                        corpusCase,
                        "replace",
                        RUNNING,
                        change(r -> new Change.Replace(new MemberName.OfDisk("sdb"), r.disk("new")))),
                isw(
                        corpusCase,
                        "replace a lost member",
                        Scenario::degraded,
                        change(r -> new Change.Replace(missing(r), r.disk("new")))),
                isw(corpusCase, LOST, Scenario::lost, Scenario::observe),
                isw(corpusCase, "end of a rebuild", Scenario::rebuilt, Scenario::observe),
                isw(corpusCase, REBUILD_FAILS, Scenario::rebuildFailed, Scenario::observe),
                isw(corpusCase, "start", IDLE, Scenario::start),
                isw(corpusCase, "mark clean", Scenario::stopped, Scenario::close));
    }

    /** A format whose disks have a block each, and no flag for "open". */
    static Stream<Scenario> perDisk(String name) {
        return Stream.of(
                new Scenario(name, "fail", RUNNING, change(r -> new Change.Fail(new MemberName.OfDisk("sdb")))),
                new Scenario(
                        name,
                        "replace",
                        RUNNING,
                        change(r -> new Change.Replace(new MemberName.OfDisk("sdb"), r.disk("new")))),
                new Scenario(name, LOST, Scenario::lost, Scenario::observe),
                new Scenario(name, "end of a rebuild", Scenario::rebuilt, Scenario::observe),
                new Scenario(name, REBUILD_FAILS, Scenario::rebuildFailed, Scenario::observe),
                new Scenario(name, SPARE, RUNNING, change(r -> new Change.AddSpare(r.disk("new")))));
    }

    /** A format with a flag for "open". */
    static Stream<Scenario> openAndClose(String name) {
        return Stream.of(
                new Scenario(name, "start", IDLE, Scenario::start),
                new Scenario(name, "mark clean", Scenario::stopped, Scenario::close));
    }

    /** A format whose disks tell of each other, and of what is open. */
    private static Stream<Scenario> container(String name) {
        return Stream.concat(
                perDisk(name),
                Stream.of(
                        new Scenario(
                                name,
                                "replace a lost member",
                                Scenario::degraded,
                                change(r -> new Change.Replace(missing(r), r.disk("new")))),
                        new Scenario(name, "start", IDLE, Scenario::start),
                        new Scenario(name, "mark clean", Scenario::stopped, Scenario::close)));
    }

    private static Scenario isw(String corpusCase, String title, Preparation before, Preparing change) {
        return new Scenario("isw/" + corpusCase, title, before, change);
    }

    interface ChangeOf {
        Change on(Rig rig);
    }

    static Preparing change(ChangeOf change) {
        return rig -> rig.dmkit().prepare(rig.group(), change.on(rig));
    }

    static final Preparation RUNNING = (rig, ledger) -> {
        rig.start();
        ledger.write(rig);
    };

    /** Stopped, with data. */
    private static final Preparation IDLE = (rig, ledger) -> {
        RUNNING.on(rig, ledger);
        stopped(rig, ledger);
        done(rig.dmkit().run(close(rig)));
    };

    private static void stopped(Rig rig, Ledger ledger) throws IOException, RefusedException {
        if (rig.running().isEmpty()) {
            RUNNING.on(rig, ledger);
        }
        done(rig.dmkit().run(rig.dmkit().prepareStop(rig.group(), names(rig.group()))));
    }

    private static Transition close(Rig rig) throws IOException, RefusedException {
        return rig.dmkit()
                .prepare(
                        rig.group(),
                        new Change.Close(names(rig.group()).stream().toList()));
    }

    private static Transition start(Rig rig) throws IOException, RefusedException {
        var open = new Change.Open(names(rig.group()).stream().toList(), false, false);
        return rig.dmkit().prepareStart(rig.group(), open);
    }

    static void withSpare(Rig rig, Ledger ledger) throws IOException, RefusedException {
        RUNNING.on(rig, ledger);
        done(rig.run(new Change.AddSpare(rig.disk("new"))));
    }

    private static Transition removeSpare(Rig rig) throws IOException, RefusedException {
        Group spare = rig.dmkit().scan().groups().stream()
                .filter(g -> g.sets().isEmpty())
                .findFirst()
                .orElseThrow();
        return rig.dmkit().prepare(spare, new Change.Remove(rig.disk("new")));
    }

    static void degraded(Rig rig, Ledger ledger) throws IOException, RefusedException {
        RUNNING.on(rig, ledger);
        done(rig.run(new Change.Fail(new MemberName.OfDisk("sdb"))));
        ledger.write(rig);
    }

    static MemberName missing(Rig rig) {
        return rig.group().sets().stream()
                .flatMap(RaidSet::leaves)
                .filter(Component.Missing.class::isInstance)
                .map(c -> new MemberName.OfLabel(((Component.Missing) c).label()))
                .findFirst()
                .orElseThrow();
    }

    private static void lost(Rig rig, Ledger ledger) throws IOException, RefusedException {
        RUNNING.on(rig, ledger);
        Disk disk = rig.dmkit().machine().disk("sdb");
        rig.machine.hardware(disk).fail();
        for (int i = 0; i < 64; i++) {
            Ledger.poke(rig);
        }
        rig.dmkit().rescan();
    }

    static void rebuilt(Rig rig, Ledger ledger) throws IOException, RefusedException {
        RUNNING.on(rig, ledger);
        done(rig.run(new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"))));
        ledger.write(rig);
        rig.advance();
    }

    private static void rebuildFailed(Rig rig, Ledger ledger) throws IOException, RefusedException {
        RUNNING.on(rig, ledger);
        done(rig.run(new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"))));
        rig.machine.advance(64);
        rig.machine.hardware(rig.dmkit().machine().disk("new")).fail();
        rig.advance();
        ledger.write(rig);
        rig.dmkit().rescan();
    }

    /** What settling writes, tables and all. */
    static Transition observe(Rig rig) throws IOException, RefusedException {
        Group seen = rig.dmkit().observe(rig.group());
        return rig.dmkit().prepare(rig.group(), new Change.Observe(g -> seen));
    }

    private static Set<String> names(Group group) {
        return group.sets().stream().map(RaidSet::name).collect(Collectors.toSet());
    }

    static void done(Executor.Outcome outcome) throws IOException {
        if (!(outcome instanceof Executor.Outcome.Done)) {
            throw new IOException("not done: " + outcome);
        }
    }
}
