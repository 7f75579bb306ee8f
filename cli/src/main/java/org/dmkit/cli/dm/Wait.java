package org.dmkit.cli.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.EventPoll;
import org.dmkit.dm.DmName;
import org.dmkit.linux.KernelException;

/** {@code wait DEVICE}: until something happens to it, or until it is as it shall be. */
final class Wait implements Verb {
    /** Not all that a target says of itself changes with an event. */
    private static final Duration TICK = Duration.ofSeconds(1);

    @Override
    public String word() {
        return "wait";
    }

    @Override
    public String summary() {
        return "Wait for the next event of a device, or until a field is as it shall be.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required("DEVICE", "Which.")
                .option(
                        "--until",
                        "CONDITION",
                        "FIELD=VALUE or FIELD!=VALUE, fields as info and status have them: raid.health=AA, open=0.")
                .option("--timeout", Span.LABEL, "No longer than this; then the status is 1.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        Optional<Condition> until =
                words.has("--until") ? Optional.of(Condition.of(words.value("--until"))) : Optional.empty();
        Duration patience = Span.of(words.value("--timeout"));
        DmName name = Named.device(words.at(0), work.mapper());
        long start = System.nanoTime();
        try (EventPoll poll = work.mapper().eventPoll()) {
            int first = work.mapper().info(name).eventNumber();
            while (true) {
                DeviceInfo info = work.mapper().info(name);
                List<Map<String, Object>> facts = facts(info, work.mapper());
                if (until.isPresent() ? holds(until.get(), facts, name) : info.eventNumber() != first) {
                    return answer(info, until, facts);
                }
                Duration left = patience.minusNanos(System.nanoTime() - start);
                if (left.isNegative() || left.isZero()) {
                    throw new Refusal("dm.timeout", name + ": " + missing(until, facts) + " in time", "");
                }
                poll.await(left.compareTo(TICK) < 0 ? left : TICK);
            }
        }
    }

    private static boolean holds(Condition until, List<Map<String, Object>> facts, DmName name) throws Refusal {
        if (until.values(facts).isEmpty()) {
            throw new Refusal(
                    "dm.field",
                    name + " has no " + until.field() + "; it has " + String.join(", ", Condition.fields(facts)),
                    "");
        }
        return until.holds(facts);
    }

    private static String missing(Optional<Condition> until, List<Map<String, Object>> facts) {
        return until.map(c -> c.field() + " is " + String.join(", ", c.values(facts)) + ", and does not become "
                        + (c.equal() ? "" : "other than ") + c.value())
                .orElse("no event");
    }

    /** Of the device, and of each of its targets. */
    private static List<Map<String, Object>> facts(DeviceInfo info, DeviceMapper mapper) throws KernelException {
        var facts = new ArrayList<Map<String, Object>>();
        facts.add(Info.fields(info, mapper));
        mapper.status(info.name()).forEach(s -> facts.add(Status.fields(s)));
        return facts;
    }

    private static Answer answer(DeviceInfo info, Optional<Condition> until, List<Map<String, Object>> facts) {
        Map<String, Object> fields = Answer.fields("name", info.name().value(), "count", info.eventNumber());
        until.ifPresent(c -> fields.put(c.field(), String.join(" ", c.values(facts))));
        return Answer.of(List.of(), fields);
    }
}
