package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.reverie.audio.file.AudioFile;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.SweepSource;
import io.reverie.standalone.client.DreamListener;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.ProgressBar;
import io.reverie.standalone.system.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A recording in, a dream as a recording out. */
@Command(
        name = "dream",
        description = "Changes a recording until a model hears the target in it.",
        footer = {
            "%nExamples:",
            "  reverie dream disco.00000.wav --model genres --target classical --out out",
            "  reverie dream sweep --model genres --target reggae --preset strong --out out",
            "  reverie dream rain.wav --model a,b --judge c --target sea_waves --against wind,fire"
        })
final class DreamCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Mixin
    private DreamOptions dream;

    @Mixin
    private SweepOptions sweep;

    @Parameters(paramLabel = "PATH|sweep", description = "Audio file, or the word sweep for a test tone.")
    private Path path;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description =
                    "Folder for the WAV, named by the dream's id, and its pictures (default: ./${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Identity of the dream; asked again with the same one, a finished dream is not done again.")
    private String id;

    private final Console console;

    DreamCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, JobFailedException {
        boolean tone = path.toString().equals(SweepOptions.NAME);
        Object unread = tone ? sweep.toSource() : new AudioSource(InputFiles.placeholder(path));
        dream.check(dreamId(unread), unread);
        if (!tone && !Files.isRegularFile(path)) {
            throw new MissingPathException(
                    Files.isDirectory(path)
                            ? path + " is a folder; a dream takes one file"
                            : "There is no file " + path);
        }
        Files.createDirectories(out);
        if (!Files.isWritable(out)) {
            throw new AccessDeniedException(out.toString());
        }
        try (Session session = system.withWorkers();
                ProgressBar bar = new ProgressBar(console, "dream")) {
            Object input = tone ? sweep.toSource() : new AudioSource(InputFiles.store(session.store(), path));
            String dreamId = dreamId(input);
            Delivery delivery = new Delivery(session, bar);
            DreamScored scored;
            try (InterruptNotice interrupted = new InterruptNotice(console, "dream", dreamId)) {
                scored = session.client().dream(dream.toRequest(dreamId, input), delivery);
            }
            bar.close();
            if (json.json()) {
                console.result(delivery.delivered.json(StoredEvents.json(session.store()), scored));
            } else {
                printHeard(scored, delivery.delivered.recording().getGain());
            }
        }
        return ExitCode.DONE;
    }

    private String dreamId(Object input) {
        if (id != null) {
            return id;
        }
        String stem = input instanceof SweepSource
                ? SweepOptions.NAME
                : AudioFile.stem(path.getFileName().toString());
        return Identifiers.unique(stem, dream.target());
    }

    private void printHeard(DreamScored scored, double gain) {
        for (ModelScore score : scored.getScores()) {
            console.result(String.format(
                    Locale.ROOT,
                    "%s %s hears: %s %.2f -> %s %.2f  (%s: %.2f -> %.2f)",
                    score.getJudge() ? "Judge" : "Model",
                    score.getModel().getName(),
                    score.getHeardBefore(),
                    score.getBefore().get(score.getHeardBefore()),
                    score.getHeardAfter(),
                    score.getAfter().get(score.getHeardAfter()),
                    scored.getTarget(),
                    score.getBefore().getOrDefault(scored.getTarget(), 0.0),
                    score.getAfter().getOrDefault(scored.getTarget(), 0.0)));
        }
        console.result(String.format(
                Locale.ROOT,
                "Distance to the input %.1f dB, energy %+.1f dB%s",
                scored.getLogSpectralDistanceDb(),
                scored.getEnergyChangeDb(),
                gain < 1
                        ? String.format(
                                Locale.ROOT,
                                ", then turned down by %.1f dB so that nothing clips",
                                -20 * Math.log10(gain))
                        : ""));
        if (!scored.getSuccess()) {
            console.notice("The model does not hear " + scored.getTarget()
                    + " in it; more --iterations or --preset strong go further");
        }
    }

    /** Shows progress and brings the recording to where it was asked for. */
    private final class Delivery implements DreamListener {

        private final Session session;
        private final ProgressBar bar;
        private DeliveredRecording delivered;
        private String before = "";
        private boolean begun;

        Delivery(Session session, ProgressBar bar) {
            this.session = session;
            this.bar = bar;
        }

        @Override
        public void progress(DreamProgress progress) {
            begun = true;
            bar.show(
                    progress.getIteration(),
                    progress.getOf(),
                    String.format(
                            Locale.ROOT,
                            "%s %.2f, distance %.1f dB",
                            dream.target(),
                            progress.getActivations().getOrDefault(dream.target(), 0.0),
                            progress.getDistanceDb()));
        }

        @Override
        public void waiting(DreamProgress other) {
            if (!begun && !other.getDreamId().equals(before)) {
                before = other.getDreamId();
                bar.notice("reverie dream: waiting; " + before + " is at iteration " + other.getIteration() + " of "
                        + other.getOf());
            }
        }

        @Override
        public void recording(RecordingReady recording) throws IOException {
            delivered = DeliveredRecording.copy(recording, session.store(), out);
            bar.close();
            if (json.json()) {
                console.result(delivered.json(StoredEvents.json(session.store())));
            } else {
                console.result("Recording " + delivered.wav());
                delivered.pictures().forEach(picture -> console.result("Picture   " + picture));
                delivered.animation().ifPresent(animation -> console.result("Animation " + animation));
            }
        }
    }
}
