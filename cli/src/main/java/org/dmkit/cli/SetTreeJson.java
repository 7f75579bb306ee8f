package org.dmkit.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;

/** The JSON of {@code dmkit show}. */
final class SetTreeJson {
    private SetTreeJson() {}

    static void write(List<GroupView> groups, Json json) {
        json.objects("groups", groups, g -> {
            json.field("name", g.name())
                    .field("format", g.format())
                    .field("revision", g.revision().get());
            json.objects("sets", g.sets(), s -> set(s, json));
            json.strings("spares", g.spares().stream().map(DiskInfo::name).toList());
            json.strings("stale", g.stale().stream().map(DiskInfo::name).toList());
        });
    }

    private static void set(SetView set, Json json) {
        json.field("name", set.name())
                .field("label", set.label())
                .field("level", set.level().word())
                .field("sectors", set.sectors())
                .field("chunk", set.chunk())
                .field("health", Words.forPrograms(set.health()))
                .field("resync", Words.forPrograms(set.resync()))
                .field("mapping", Words.forPrograms(set.running().mapping()));
        Progress progress = set.running().progress();
        if (progress != null) {
            json.object("progress", () -> json.field("done", progress.done()).field("total", progress.total()));
        }
        List<Integer> numbers = IntStream.range(0, set.slots().size()).boxed().toList();
        json.objects("slots", numbers, i -> slot(i, set.slots().get(i), json));
    }

    private static void slot(int number, SlotView slot, Json json) {
        json.field("slot", number);
        switch (slot) {
            case SlotView.Disk d ->
                json.field("state", Words.forPrograms(d.state()))
                        .field("disk", d.disk().name())
                        .field("start", d.extent().lba())
                        .field("sectors", d.extent().count());
            case SlotView.Gone gone ->
                json.field("state", gone.marked() ? "failed" : "missing").field("label", gone.label());
            case SlotView.Below below -> json.object("set", () -> set(below.set(), json));
        }
    }
}
