package org.dmkit.raid.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.format.Identity;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.record.Note;
import org.dmkit.raid.record.NoteBody;
import org.dmkit.raid.record.SerialAndSize;

/** Who misses writes after a change. Pure. */
final class Noting {
    private final Delta delta;
    private final long sequence;
    private final List<Note.Loss> losses;

    private Noting(List<Note.Loss> before, Delta delta, long sequence) {
        this.delta = delta;
        this.sequence = sequence;
        this.losses = new ArrayList<>(before);
    }

    /**
     * Of the losses before a change those that it doesn't make good, and its own.
     *
     * @param sequence of the transaction
     */
    static List<Note.Loss> losses(List<Note.Loss> before, Delta delta, long sequence) {
        var noting = new Noting(before, delta, sequence);
        noting.fold();
        int all = noting.losses.size();
        return List.copyOf(noting.losses.subList(Math.max(0, all - NoteBody.MOST_LOSSES), all));
    }

    private void fold() {
        // What is rebuilt says so itself from now on; a spare, or what is erased, has nothing to say.
        madeAnew().forEach(disk -> losses.removeIf(l -> l.names(disk) || isOfSerial(l, disk.serial())));
        delta.events(Event.Lost.class).map(Event.Lost::disk).forEach(this::lose);
        delta.events(Event.ShutOut.class)
                .map(Event.ShutOut::disk)
                .filter(d ->
                        delta.before().sets().stream().anyMatch(s -> s.member(d).isPresent()))
                .forEach(this::lose);
        delta.events(Event.LossRecorded.class).flatMap(e -> e.slots().stream()).forEach(this::loseAbsent);
        Stream.concat(
                        delta.events(Event.RebuildBegan.class).map(Event.RebuildBegan::slot),
                        delta.events(Event.Joined.class).map(Event.Joined::slot))
                .filter(slot -> before(slot)
                        .filter(c -> c instanceof Missing m && !m.marked())
                        .isPresent())
                .forEach(this::loseAbsent);
    }

    private Stream<DiskInfo> madeAnew() {
        return delta.events().stream().flatMap(event -> switch (event) {
            case Event.RebuildBegan e -> Stream.of(e.disk());
            case Event.Joined e -> Stream.of(e.disk());
            case Event.SpareAdded e -> Stream.of(e.disk());
            case Event.Released e -> Stream.of(e.disk());
            default -> Stream.empty();
        });
    }

    private static boolean isOfSerial(Note.Loss loss, String serial) {
        return loss.wasAbsent() && !serial.isBlank() && loss.serial().equals(serial);
    }

    private void lose(DiskInfo disk) {
        if (!disk.serial().isBlank() && !hasTwin(disk)) {
            losses.removeIf(l -> l.names(disk));
            losses.add(new Note.Loss(disk.serial(), disk.sectors(), sequence));
        }
    }

    /** True if another disk tells the same of itself: a note would name that as well. */
    private boolean hasTwin(DiskInfo disk) {
        Stream<DiskInfo> alike = Stream.concat(
                        delta.before().present(), delta.after().present())
                .filter(d -> SerialAndSize.of(d).equals(SerialAndSize.of(disk)));
        return new Identity(delta.before(), delta.after()).distinct(alike).size() > 1;
    }

    /** Anew where it is noted already: another may have been made good in that slot, a witness until it was away as well. */
    private void loseAbsent(Slot slot) {
        before(slot).filter(Missing.class::isInstance).map(Missing.class::cast).ifPresent(missing -> {
            String name = name(missing, slot);
            losses.removeIf(l -> l.wasAbsent() && l.serial().equals(name));
            losses.add(new Note.Loss(name, 0, sequence));
        });
    }

    /** By what the metadata call it; else by its slot, the same in each set that it is a member of: no more than a set misses is noted. */
    private static String name(Missing missing, Slot slot) {
        return missing.label().isEmpty() ? "slot " + slot.leaf() : missing.label();
    }

    private Optional<Component> before(Slot slot) {
        return delta.before()
                .set(slot.set())
                .flatMap(s -> s.leaves().skip(slot.leaf()).findFirst());
    }
}
