package org.dmkit.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.dmkit.raid.commit.Recovery;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RefusedException;

/** What happened, in sentences. */
final class Narration {
    private Narration() {}

    /** @param trial what would happen; else what has */
    static String of(Notice notice, boolean trial) {
        return switch (notice) {
            case Notice.Ended e ->
                e.good()
                        ? of(e.decision(), trial)
                        : e.decision().redo().group() + ": an interrupted change could not be brought to an end: "
                                + ChangeReport.cause(e.outcome()) + "; run: dmkit recover";
            case Notice.SetRight e ->
                e.device() + ": left behind by an interrupted change, " + (trial ? "would be set right" : "set right");
            case Notice.Noticed e -> of(e.event(), trial);
        };
    }

    private static String of(Recovery.Decision decision, boolean trial) {
        String group = decision.redo().group();
        String was = trial ? "would be" : "was";
        return switch (decision) {
            case Recovery.Decision.Forward f -> group + ": an interrupted change " + was + " completed";
            case Recovery.Decision.Back b -> group + ": an interrupted change " + was + " taken back";
            case Recovery.Decision.Void v ->
                group + ": an interrupted change " + (trial ? "would be" : "is") + " left alone, because " + v.disk()
                        + " has been written by something else since";
        };
    }

    static String of(Monitor.Event event) {
        return of(event, false);
    }

    private static String of(Monitor.Event event, boolean trial) {
        return switch (event) {
            case Monitor.Event.MemberLost e ->
                e.set() + ": " + e.member() + " has failed and " + (trial ? "would be" : "is") + " marked so";
            case Monitor.Event.LossNotRecorded e ->
                e.set() + ": " + e.member()
                        + " has failed; its format can't be written, so nothing records that: don't start the set with this disk again";
            case Monitor.Event.MemberInSync e ->
                e.set() + ": " + e.member() + " is rebuilt and " + (trial ? "would be marked " : "") + "in sync";
            case Monitor.Event.SpareTaken e ->
                e.group() + ": spare " + e.spare() + (trial ? " would take" : " takes") + " the place of " + e.lost()
                        + (trial ? " and be rebuilt" : " and is being rebuilt");
            case Monitor.Event.Problem e -> (e.group().isEmpty() ? "" : e.group() + ": ") + e.text();
        };
    }

    /** The reason, what to do about it, and the code for scripts. */
    static String of(RefusedException refusal) {
        return of(refusal.findings());
    }

    static String of(List<Finding> why) {
        return why.stream().map(Narration::of).collect(Collectors.joining("\n       "));
    }

    private static String of(Finding f) {
        return f.disk().isPresent()
                ? f.toString()
                : f.found() + (f.remedy().isEmpty() ? "" : "; " + f.remedy()) + " [" + f.code() + "]";
    }

    /** A refusal for programs. */
    static void writeRefusal(Finding why, Json json) {
        json.field("outcome", ExitCode.REFUSED.word())
                .field("code", why.code())
                .field("message", why.disk().isPresent() ? why.toString() : why.found())
                .field("remedy", why.remedy());
    }

    static void write(Notice notice, Json json) {
        switch (notice) {
            case Notice.Ended e ->
                json.field("event", "recovered")
                        .field("group", e.decision().redo().group())
                        .field("outcome", e.good() ? ending(e.decision()) : "incomplete");
            case Notice.SetRight e -> json.field("event", "set-right").field("device", e.device());
            case Notice.Noticed e -> write(e.event(), json);
        }
    }

    private static String ending(Recovery.Decision decision) {
        return switch (decision) {
            case Recovery.Decision.Forward f -> "completed";
            case Recovery.Decision.Back b -> "taken-back";
            case Recovery.Decision.Void v -> "left-alone";
        };
    }

    static void write(Monitor.Event event, Json json) {
        switch (event) {
            case Monitor.Event.MemberLost e ->
                json.field("event", "member-lost").field("set", e.set()).field("member", e.member());
            case Monitor.Event.LossNotRecorded e ->
                json.field("event", "loss-not-recorded").field("set", e.set()).field("member", e.member());
            case Monitor.Event.MemberInSync e ->
                json.field("event", "member-in-sync").field("set", e.set()).field("member", e.member());
            case Monitor.Event.SpareTaken e ->
                json.field("event", "spare-taken")
                        .field("group", e.group())
                        .field("member", e.lost())
                        .field("spare", e.spare());
            case Monitor.Event.Problem e ->
                json.field("event", "problem").field("group", e.group()).field("text", e.text());
        }
    }

    static List<String> difference(List<Group> before, List<Group> after) {
        return Monitor.difference(before, after).stream().map(Narration::of).toList();
    }
}
