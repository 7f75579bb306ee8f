package org.dmkit.bench;

final class Page {
    private Page() {}

    static String of(Results results) {
        return Markdown.of(results);
    }
}
