package org.dmkit.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.dmkit.raid.Group;
import org.dmkit.raid.Monitor;
import org.dmkit.raid.Recovery;
import org.dmkit.raid.RefusedException;

/** What happened, in sentences. */
final class Narration {
    private Narration() {}

    static String of(Recovery.Decision decision) {
        String group = decision.redo().group();
        return switch (decision) {
            case Recovery.Decision.Forward f -> group + ": an interrupted change was completed";
            case Recovery.Decision.Back b -> group + ": an interrupted change was taken back";
            case Recovery.Decision.Void v ->
                group + ": an interrupted change is left alone, because " + v.disk()
                        + " has been written by something else since";
        };
    }

    static String of(Monitor.Event event) {
        return switch (event) {
            case Monitor.Event.MemberLost e -> e.set() + ": " + e.member() + " has failed and is marked so";
            case Monitor.Event.LossNotRecorded e ->
                e.set() + ": " + e.member()
                        + " has failed; its format can't be written, so nothing records that: don't start the set with this disk again";
            case Monitor.Event.MemberInSync e -> e.set() + ": " + e.member() + " is rebuilt and in sync";
            case Monitor.Event.SpareTaken e ->
                e.group() + ": spare " + e.spare() + " takes the place of " + e.lost() + " and is being rebuilt";
            case Monitor.Event.Problem e -> (e.group().isEmpty() ? "" : e.group() + ": ") + e.text();
        };
    }

    /** The reason, what to do about it, and the code for scripts. */
    static String of(RefusedException refusal) {
        return refusal.findings().stream()
                .map(f -> f.disk() != null
                        ? f.toString()
                        : f.found() + (f.remedy().isEmpty() ? "" : "; " + f.remedy()) + " [" + f.code() + "]")
                .collect(Collectors.joining("\n       "));
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
