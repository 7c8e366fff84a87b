package io.reverie.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;

/** The rights that docs/operations.md lists: those of workers as commands, those of the command line as a table. */
final class DocumentedRights {

    private static final Path PAGE = Path.of("../docs/operations.md");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

    private DocumentedRights() {}

    /** The commands that grant workers their rights. */
    static List<String> commands() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("kafka-acls.sh "))
                .toList();
    }

    /** What the commands grant. */
    static Set<Right> ofWorkers() throws IOException {
        return commands().stream().map(Right::granted).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The commands of the command line that need rights. */
    static Set<String> clients() throws IOException {
        return table().stream().map(row -> row.get(0)).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What a user needs for a command.
     *
     * @param command its first word
     */
    static Set<Right> ofClient(String user, String command) throws IOException {
        Set<Right> rights = new TreeSet<>();
        for (List<String> row : table()) {
            if (row.get(0).equals(command)) {
                topics(row.get(1)).forEach(topic -> rights.add(new Right(user, "Write", "topic", topic)));
                topics(row.get(2)).forEach(topic -> rights.add(new Right(user, "Read", "topic", topic)));
            }
        }
        return rights;
    }

    private static List<List<String>> table() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int header = lines.indexOf("| command | Write | Read |");
        return lines.stream()
                .skip(header + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .map(cells -> List.of(names(cells.get(0)).get(0), cells.get(1), cells.get(2)))
                .toList();
    }

    private static List<String> topics(String cell) {
        List<String> topics =
                names(cell).stream().map(name -> "reverie." + name).collect(Collectors.toCollection(ArrayList::new));
        if (cell.contains("every topic")) {
            TopicManifest.load().topics().forEach(topic -> topics.add(topic.name()));
        }
        List<String> deadLetters = TopicManifest.load().deadLetterTopics().stream()
                .map(Topic::name)
                .toList();
        if (cell.contains("but dead letters")) {
            topics.removeAll(deadLetters);
        }
        if (cell.contains(", dead letters")) {
            topics.addAll(deadLetters);
        }
        if (cell.contains("topics with dead letters")) {
            deadLetters.forEach(
                    topic -> topics.add(topic.substring(0, topic.length() - Topic.DEAD_LETTER_SUFFIX.length())));
        }
        return topics;
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(result -> result.group(1)).toList();
    }
}
