package org.dmkit.cli;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;

/**
 * How one set stands, in a line.
 *
 * @param blocked true if it must not be started whatever its members say; a finding tells why
 */
record SetState(String name, LevelName level, long sectors, RaidSet.Health health, boolean blocked) {
    static Stream<SetState> of(Group group) {
        return group.sets().stream()
                .map(s -> new SetState(
                        s.name(),
                        LevelName.of(s),
                        s.size(),
                        s.health(),
                        group.blocked().containsKey(s.name())));
    }

    List<Cell> cells() {
        return List.of(
                Cell.strong(name),
                Cell.of(level.text()),
                Cell.of(Size.ofSectors(sectors)),
                blocked
                        ? new Cell("can't be started: its metadata are not consistent", Tone.BAD)
                        : switch (health) {
                            case COMPLETE -> new Cell("complete", Tone.GOOD);
                            case DEGRADED -> new Cell("degraded", Tone.WARNING);
                            case FAILED -> new Cell("can't be started: too few members", Tone.BAD);
                        });
    }

    void write(Json json) {
        json.field("name", name)
                .field("level", level.word())
                .field("sectors", sectors)
                .field("health", Words.forPrograms(health))
                .field("blocked", blocked);
    }
}
