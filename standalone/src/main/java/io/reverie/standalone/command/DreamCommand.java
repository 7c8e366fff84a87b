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
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.RecordingReady;
import io.reverie.standalone.client.DreamListener;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.client.Urgency;
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
            "  reverie dream rain.wav --model a,b --judge c --target sea_waves --against wind,fire",
            "  reverie dream noise --model genres --objective channel --layer convolution4 --layer-channel 3",
            "  reverie dream disco.00000.wav --model seed --preset seed --way image --target classical --channel green"
        })
final class DreamCommand implements Callable<Integer> {

    /** A distance that no dream reaches. */
    private static final double NO_BOUND_DB = 1000;

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Mixin
    private DreamOptions dream;

    @Mixin
    private SweepOptions sweep;

    @Parameters(
            paramLabel = "PATH|sweep|noise",
            description = "Audio file, or the word sweep for a test tone, or noise.")
    private Path path;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description =
                    "Folder for the WAV, named by the dream's id, and its pictures (default: ./${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--bulk",
            description = "Send it to the topic of bulk requests: it begins when no other request waits, "
                    + "for many dreams that nobody sits waiting for.")
    private boolean bulk;

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
        dream.check(dreamId(), unreadInput());
        if (isNoise()) {
            sweep.checkNoise();
        }
        if (!isMade()) {
            sweep.checkFile();
            requireFile(path);
        }
        if (dream.objective().guide().isPresent()) {
            requireFile(dream.objective().guide().get());
        }
        Files.createDirectories(out);
        if (!Files.isWritable(out)) {
            throw new AccessDeniedException(out.toString());
        }
        try (Session session = system.withWorkers(console);
                ProgressBar bar = new ProgressBar(console, "dream")) {
            Object input = input(session);
            AudioSource guide = dream.objective().guide().isEmpty()
                    ? null
                    : new AudioSource(InputFiles.store(
                            session.store(), dream.objective().guide().get()));
            String dreamId = dreamId();
            Delivery delivery = new Delivery(session, bar);
            DreamRequest request = request(dreamId, input, guide);
            DreamScored scored;
            try (InterruptNotice interrupted = new InterruptNotice(console, "dream", dreamId)) {
                scored = session.client().dream(request, bulk ? Urgency.BULK : Urgency.INTERACTIVE, delivery);
            }
            bar.close();
            if (json.json()) {
                console.result(delivery.delivered.json(StoredEvents.json(session.store()), scored));
            } else {
                printHeard(request, scored, delivery.delivered.recording().getGain());
            }
        }
        return ExitCode.DONE;
    }

    /** Whether the input is a tone or noise rather than a file. */
    private boolean isMade() {
        return path.toString().equals(SweepOptions.NAME) || isNoise();
    }

    private boolean isNoise() {
        return path.toString().equals(NoiseFile.NAME);
    }

    private static void requireFile(Path file) throws MissingPathException {
        if (!Files.isRegularFile(file)) {
            throw new MissingPathException(
                    Files.isDirectory(file)
                            ? file + " is a folder; a dream takes one file"
                            : "There is no file " + file);
        }
    }

    /** What stands for the input before it is stored. */
    private Object unreadInput() {
        return isMade() && !isNoise() ? sweep.toSource() : new AudioSource(InputFiles.placeholder(path));
    }

    private Object input(Session session) throws IOException {
        if (isNoise()) {
            return new AudioSource(NoiseFile.store(session.store(), sweep.seconds(), dream.seed()));
        }
        return isMade() ? sweep.toSource() : new AudioSource(InputFiles.store(session.store(), path));
    }

    private DreamRequest request(String dreamId, Object input, AudioSource guide) {
        DreamRequest request = dream.toRequest(dreamId, input, guide);
        if (isNoise() && request.getMaxDistanceDb() == null) {
            // Noise is there to become something else, not to stay itself.
            request.setMaxDistanceDb(NO_BOUND_DB);
        }
        return request;
    }

    private String dreamId() {
        if (id != null) {
            return id;
        }
        String stem =
                isMade() ? path.toString() : AudioFile.stem(path.getFileName().toString());
        return Identifiers.unique(stem, dream.objective().goal());
    }

    private void printHeard(DreamRequest request, DreamScored scored, double gain) {
        for (ModelScore score : scored.getScores()) {
            console.result((score.getJudge() ? "Judge " : "Model ") + heard(score, scored.getTarget()));
        }
        console.result(String.format(
                Locale.ROOT,
                "Distance to the input %.1f dB, energy %+.1f dB%s",
                scored.getLogSpectralDistanceDb(),
                scored.getEnergyChangeDb(),
                ReconstructCommand.turnedDown(gain, ", then ")));
        if (scored.getControl() != null) {
            printControl(scored);
        }
        if (!scored.getSuccess() && dream.objective().raisesLabels()) {
            console.notice(DreamAdvice.of(request, scored));
        }
    }

    private void printControl(DreamScored scored) {
        for (ModelScore score : scored.getControl().getScores()) {
            console.result(String.format(
                    Locale.ROOT,
                    "Control, %.1f dB from the input: %s",
                    scored.getControl().getLogSpectralDistanceDb(),
                    heard(score, scored.getTarget())));
        }
    }

    private static String heard(ModelScore score, String target) {
        String heard = String.format(
                Locale.ROOT,
                "%s hears: %s %.2f -> %s %.2f",
                score.getModel().getName(),
                score.getHeardBefore(),
                score.getBefore().get(score.getHeardBefore()),
                score.getHeardAfter(),
                score.getAfter().get(score.getHeardAfter()));
        return target.isEmpty()
                ? heard
                : String.format(
                        Locale.ROOT,
                        "%s  (%s: %.2f -> %.2f)",
                        heard,
                        target,
                        score.getBefore().getOrDefault(target, 0.0),
                        score.getAfter().getOrDefault(target, 0.0));
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
                            dream.objective().goal(),
                            dream.objective()
                                    .target()
                                    .map(target -> progress.getActivations().getOrDefault(target, 0.0))
                                    .orElse(progress.getObjective()),
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
