package io.reverie.standalone.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.reverie.schemas.DreamScored;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.command.Identifiers;
import io.reverie.standalone.command.JsonOption;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.system.DataDirectory;
import io.reverie.standalone.system.Session;
import io.reverie.worker.FolderStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Everything at once, without any data: music by rule, a network, two dreams. */
@Command(
        name = "demo",
        description = "Makes music, trains a network to hear its genres, and dreams a piece and a sweep into another "
                + "genre. Exit 0: the network hears the target in every recording.",
        footer = {"%nExamples:", "  reverie demo", "  reverie demo --piece drone --target arpeggio --seed 3 --out out"})
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "Folder for the recordings and their pictures (default: ./${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder of the local system; the music is under DIR/demo (default: ./${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--piece",
            paramLabel = "GENRE",
            defaultValue = "chorale",
            converter = GenreConverter.class,
            completionCandidates = GenreNames.class,
            description = "Genre of the piece to dream: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Genre piece;

    @Option(
            names = "--target",
            paramLabel = "GENRE",
            defaultValue = "techno",
            converter = GenreConverter.class,
            completionCandidates = GenreNames.class,
            description = "Genre that shall be heard in it (default: ${DEFAULT-VALUE}).")
    private Genre target;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Other music, another network, other dreams (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    private final Console console;

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, JobFailedException {
        DemoPlan plan = plan();
        DataDirectory directory = new DataDirectory(data);
        DemoFolder folder = new DemoFolder(directory.root().resolve("demo"));
        DemoOutput output =
                json.json() ? new DemoEvents(console, new FolderStore(directory.store())) : new DemoStory(console);
        Files.createDirectories(out);
        Stopwatch stopwatch = new Stopwatch();
        folder.write(plan.corpus(), plan.keptOut());
        output.music(plan, folder.corpus(), stopwatch.lap("music"));
        try (Session session = Session.withWorkers(directory, console::interject)) {
            output.system(session.system(), stopwatch.lap("system"));
            DemoRun run = new DemoRun(plan, folder, session, console, output, stopwatch);
            run.ingest();
            run.train(Identifiers.unique("demo"));
            List<DreamScored> dreams = List.of(
                    run.dreamOfPiece(Identifiers.unique("demo", piece.label(), target.label()), out),
                    run.dreamOfSweep(Identifiers.unique("demo", "sweep", target.label()), out));
            List<DreamScored> missed =
                    dreams.stream().filter(dream -> !dream.getSuccess()).toList();
            output.finished(plan, missed, stopwatch);
            return missed.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private DemoPlan plan() {
        try {
            return new DemoPlan(piece, target, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Takes labels of genres. */
    static final class GenreConverter implements ITypeConverter<Genre> {
        @Override
        public Genre convert(String label) {
            try {
                return Genre.of(label);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Labels of genres, for help and completion. */
    static final class GenreNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            Stream<String> labels = Arrays.stream(Genre.values()).map(Genre::label);
            return labels.iterator();
        }
    }
}
