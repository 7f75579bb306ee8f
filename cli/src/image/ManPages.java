import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The man pages of the image, in mdoc: what the command says of itself with {@code --help}, so that no command and no option is
 * missing, with the heads that a page has to have.
 */
final class ManPages {
    private final Path command;
    private final LocalDate date;

    private ManPages(Path command, LocalDate date) {
        this.command = command;
        this.date = date;
    }

    /**
     * Writes them.
     *
     * @param command the image's
     * @param date that the pages bear
     * @param directory where pages of section 8 go
     */
    static void write(Path command, LocalDate date, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var pages = new ManPages(command, date);
        Files.write(
                directory.resolve("dmkit.8"),
                pages.page("dmkit", List.of(), "Commands:", "find, map and change firmware RAID arrays"));
        Files.write(
                directory.resolve("dmkit-dm.8"),
                pages.page("dmkit dm", List.of("dm"), "Verbs:", "work on the device-mapper itself"));
    }

    /** A page of a command and those that it has below it. */
    private List<String> page(String name, List<String> words, String heading, String summary)
            throws IOException, InterruptedException {
        List<String> help = help(words);
        String file = name.replace(' ', '-');
        var page = new ArrayList<String>(List.of(
                ".Dd " + DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ROOT).format(date),
                ".Dt " + file.toUpperCase(Locale.ROOT) + " 8",
                ".Os",
                ".Sh NAME",
                ".Nm " + file,
                ".Nd " + summary,
                ".Sh DESCRIPTION"));
        literal(page, help);
        page.add(".Sh " + heading.replace(":", "").toUpperCase(Locale.ROOT));
        for (String below : listed(help, heading)) {
            page.add(".Ss " + name + " " + below);
            var all = new ArrayList<>(words);
            all.add(below);
            literal(page, help(all));
        }
        page.add(".Sh SEE ALSO");
        if (words.isEmpty()) {
            page.add(".Xr dmkit-dm 8 ,");
        } else {
            page.add(".Xr dmkit 8 ,");
        }
        page.addAll(List.of(".Xr dmraid 8 ,", ".Xr dmsetup 8"));
        return page;
    }

    /** The words that a list in a help explains. */
    private static List<String> listed(List<String> help, String heading) {
        return help.stream()
                .dropWhile(l -> !l.equals(heading))
                .skip(1)
                .takeWhile(l -> !l.isBlank())
                .filter(l -> l.matches("  [a-z].*"))
                .map(l -> l.strip().split(" ")[0])
                .toList();
    }

    private static void literal(List<String> page, List<String> lines) {
        page.add(".Bd -literal");
        for (String line : lines) {
            String text = line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("\t", "        ");
            page.add(text.startsWith(".") ? "\\&" + text : text);
        }
        page.add(".Ed");
    }

    private List<String> help(List<String> words) throws IOException, InterruptedException {
        var line = new ArrayList<String>(List.of(command.toString()));
        line.addAll(words);
        line.add("--help");
        // As dmsetup it says so where errors go.
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> help =
                text.stripTrailing().lines().map(String::stripTrailing).toList();
        if (process.waitFor() != 0 || help.isEmpty()) {
            throw new IllegalStateException(line + " says nothing");
        }
        return help;
    }
}
