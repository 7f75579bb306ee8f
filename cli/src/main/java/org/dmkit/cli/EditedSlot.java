package org.dmkit.cli;

import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.cli.document.Word;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RefusedException;

/** What stands in a slot, as a document has it. */
final class EditedSlot {
    private EditedSlot() {}

    /** @param place of the data on whatever disk */
    static Component of(EditDocument.Slot slot, Component before, Extent place, EditedDisks disks)
            throws RefusedException {
        Optional<DiskInfo> disk =
                slot.disk().isPresent() ? Optional.of(disks.find(slot.disk().get())) : Optional.empty();
        if (slot.state().isEmpty()) {
            return labelled(slot, disk.map(d -> member(d, before, place)).orElse(before));
        }
        Word state = slot.state().get();
        return labelled(
                slot,
                switch (state.text()) {
                    case "failed" -> gone(slot, before, place, disk, true);
                    case "missing" -> gone(slot, before, place, disk, false);
                    case "in-sync" -> there(state, before, place, disk, State.IN_SYNC);
                    case "rebuilding" -> there(state, before, place, disk, State.REBUILDING);
                    default ->
                        throw state.at()
                                .refusal(
                                        "edit.state",
                                        "state " + state.text(),
                                        "in-sync, rebuilding, failed or missing",
                                        "say one of in-sync, rebuilding, failed, missing");
                });
    }

    /** Who comes new begins empty. */
    private static Component member(DiskInfo disk, Component before, Extent place) {
        return before instanceof Component.Member m && m.disk().equals(disk)
                ? before
                : new Component.Member(disk, place, State.REBUILDING);
    }

    private static Component there(Word state, Component before, Extent place, Optional<DiskInfo> disk, State wanted)
            throws RefusedException {
        Optional<DiskInfo> stays = before instanceof Component.Member m ? Optional.of(m.disk()) : Optional.empty();
        DiskInfo member = disk.or(() -> stays)
                .orElseThrow(() -> state.at()
                        .refusal(
                                "edit.no-disk",
                                "nobody who is " + state.text(),
                                "a disk",
                                "say which disk: \"disk\": \"NAME\""));
        return new Component.Member(member, place, wanted);
    }

    /** A member that fails may still be named. */
    private static Component gone(
            EditDocument.Slot slot, Component before, Extent place, Optional<DiskInfo> disk, boolean marked)
            throws RefusedException {
        boolean other = disk.isPresent()
                && !(before instanceof Component.Member m && m.disk().equals(disk.get()));
        if (other) {
            throw slot.at()
                    .refusal(
                            "edit.slot",
                            disk.get().name() + " does not stand in this slot, and so can't be gone from it",
                            "no disk",
                            "leave \"disk\" out; or, to rebuild the member on it, say rebuilding");
        }
        String label = switch (before) {
            case Component.Member m -> m.lost().label();
            case Component.Missing m -> m.label();
            case Component.Subset s -> throw new IllegalArgumentException("no leaf: " + s);
        };
        return new Component.Missing(label, place, marked);
    }

    private static Component labelled(EditDocument.Slot slot, Component after) throws RefusedException {
        boolean right = slot.label().isEmpty()
                || !(after instanceof Component.Missing m)
                || m.label().equals(slot.label().get().text());
        if (!right) {
            throw slot.label()
                    .get()
                    .at()
                    .refusal(
                            "edit.follows",
                            "label " + slot.label().get().text(),
                            "what the metadata call it",
                            "leave it as it is, or out: it is what the metadata call a disk that is gone");
        }
        return after;
    }
}
