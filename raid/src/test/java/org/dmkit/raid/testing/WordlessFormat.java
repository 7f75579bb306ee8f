package org.dmkit.raid.testing;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * A mirror of two that says next to nothing: a word in the last sector, {@code wordless SLOT STATE}, where STATE is {@code good},
 * {@code dirty} or {@code rebuilding}. No generation, and nothing that could call a member lost.
 *
 * @param data of each member
 * @param crash what it does where there is no room
 */
public record WordlessFormat(Extent data, Crash crash)
        implements Format<WordlessFormat.Word>, MetadataWriter<WordlessFormat.Word> {
    public static final long DISK = 400;

    public record Word(int slot, String state) {}

    @Override
    public String name() {
        return "wordless";
    }

    @Override
    public String description() {
        return name();
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return List.of(last(disk));
    }

    private static Extent last(DiskInfo disk) {
        return new Extent(disk.sectors() - 1, 1);
    }

    @Override
    public Reading<Word> read(DiskInfo disk, Sectors sectors) {
        String[] words = sectors.at(last(disk))
                .map(s -> new String(s.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII)
                        .replace("\0", "")
                        .split(" ", -1))
                .orElse(new String[0]);
        return words.length == 3 && words[0].equals(name())
                ? new Reading.Found<>(
                        disk, new Word(Integer.parseInt(words[1]), words[2]), List.of(last(disk)), List.of())
                : new Reading.Absent<>();
    }

    public static byte[] sector(int slot, String state) {
        return Arrays.copyOf(("wordless " + slot + " " + state).getBytes(StandardCharsets.US_ASCII), 512);
    }

    @Override
    public Assembly assemble(List<Reading.Found<Word>> found) {
        var slots = new ArrayList<Component>();
        for (int i = 0; i < 2; i++) {
            slots.add(new Component.Missing("", data, false));
        }
        boolean dirty = false;
        for (Reading.Found<Word> f : found) {
            Word word = f.metadata();
            boolean rebuilding = word.state().equals("rebuilding");
            slots.set(
                    word.slot(),
                    new Component.Member(
                            f.disk(), data, rebuilding ? Component.State.REBUILDING : Component.State.IN_SYNC));
            dirty |= word.state().equals("dirty");
        }
        var set = new RaidSet(
                "wordless_m",
                "",
                Level.RAID1,
                0,
                data.count(),
                slots,
                dirty ? RaidSet.Resync.DIRTY : RaidSet.Resync.CLEAN);
        return new Assembly(
                List.of(new Group(
                        "wordless_m",
                        found.stream().map(f -> Bearer.of(f, Standing.MEMBER)).toList(),
                        List.of(set),
                        Known.shared(this, found.getFirst().metadata()))),
                List.of());
    }

    @Override
    public Optional<MetadataWriter<Word>> writer() {
        return Optional.of(this);
    }

    @Override
    public Abilities abilities() {
        return new Abilities(Set.of(Level.RAID1), true, LossMark.NOWHERE, crash, "");
    }

    @Override
    public List<Finding> check(Delta delta, Known<Word> known) {
        return List.of();
    }

    /** The second slot first, so that the order is not that of the disks' names. */
    @Override
    public Update encode(Delta delta, Known<Word> known) {
        RaidSet set = delta.after().sets().getFirst();
        String state = set.resync() == RaidSet.Resync.DIRTY ? "dirty" : "good";
        var stages = new ArrayList<Update.Stage>();
        List<Component> leaves = set.leaves().toList();
        for (int slot = leaves.size() - 1; slot >= 0; slot--) {
            if (leaves.get(slot) instanceof Component.Member m) {
                String word = m.state() == Component.State.REBUILDING ? "rebuilding" : state;
                Map<String, List<Image>> images = new LinkedHashMap<>();
                images.put(m.disk().name(), List.of(new Image(last(m.disk()).lba(), sector(slot, word))));
                stages.add(new Update.Stage(images, Update.Duty.MUST));
            }
        }
        return new Update(stages);
    }
}
