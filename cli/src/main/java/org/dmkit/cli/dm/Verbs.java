package org.dmkit.cli.dm;

import java.util.List;
import java.util.Optional;

/** All verbs. One of them is made alone: what is not used is not loaded. */
final class Verbs {
    /** In the order of the help. */
    static final List<String> WORDS = List.of(
            "ls",
            "info",
            "table",
            "status",
            "deps",
            "targets",
            "version",
            "create",
            "load",
            "clear",
            "suspend",
            "resume",
            "swap",
            "wipe",
            "inject",
            "geometry",
            "remove",
            "rename",
            "set-uuid",
            "message",
            "mknodes",
            "apply",
            "export",
            "diff",
            "run",
            "events",
            "wait",
            "why");

    private Verbs() {}

    static Optional<Verb> named(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "ls" -> new Ls();
                    case "info" -> new Info();
                    case "table" -> new PrintTable();
                    case "status" -> new Status();
                    case "deps" -> new Deps();
                    case "targets" -> new PrintTargets();
                    case "version" -> new PrintVersion();
                    case "create" -> new Create();
                    case "load" -> new Load();
                    case "clear" -> Simple.CLEAR;
                    case "suspend" -> Simple.SUSPEND;
                    case "resume" -> Simple.RESUME;
                    case "remove" -> new Remove();
                    case "rename" -> Simple.RENAME;
                    case "set-uuid" -> Simple.SET_UUID;
                    case "message" -> new Message();
                    case "swap" -> new Swap();
                    case "wipe" -> new Wipe();
                    case "inject" -> new Inject();
                    case "geometry" -> new Geometry();
                    case "export" -> new Export();
                    case "apply" -> new Apply();
                    case "mknodes" -> new MakeNodes();
                    case "diff" -> new Diff();
                    case "run" -> new Run();
                    case "events" -> new Events();
                    case "wait" -> new Wait();
                    case "why" -> new Why();
                    default -> null;
                });
    }
}
