package io.reverie.standalone.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.TrainProgress;
import io.reverie.standalone.client.DreamListener;
import io.reverie.standalone.client.IngestListener;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.client.Urgency;
import io.reverie.standalone.command.DeliveredRecording;
import io.reverie.standalone.command.InputFiles;
import io.reverie.standalone.demo.DemoPlan.Piece;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.ProgressBar;
import io.reverie.standalone.system.Session;

/** Goes through the system as a user would, one request after the other. */
final class DemoRun {
    private final DemoPlan plan;
    private final DemoFolder folder;
    private final Session session;
    private final Console console;
    private final DemoOutput output;
    private final Stopwatch stopwatch;

    DemoRun(
            DemoPlan plan,
            DemoFolder folder,
            Session session,
            Console console,
            DemoOutput output,
            Stopwatch stopwatch) {
        this.plan = plan;
        this.folder = folder;
        this.session = session;
        this.console = console;
        this.output = output;
        this.stopwatch = stopwatch;
    }

    /** Makes spectrograms of the corpus. */
    void ingest() throws IOException, JobFailedException {
        List<IngestRequest> requests = new ArrayList<>();
        for (Piece piece : plan.corpus()) {
            requests.add(plan.ingest(piece, InputFiles.store(session.store(), folder.corpusFile(piece))));
        }
        List<JobFailed> failures = new ArrayList<>();
        try (ProgressBar bar = new ProgressBar(console, "ingest")) {
            session.client().ingest(requests, new IngestListener() {
                private int done;

                @Override
                public void ready(SpectrogramReady spectrogram) {
                    output.spectrogram(spectrogram);
                    bar.show(++done, requests.size(), spectrogram.getTrackKey());
                }

                @Override
                public void failed(IngestRequest request, JobFailed failure) {
                    failures.add(failure);
                }
            });
        }
        if (!failures.isEmpty()) {
            throw new JobFailedException(failures.get(0));
        }
        output.spectrograms(requests.size(), stopwatch.lap("ingest"));
    }

    /** Trains the network. */
    void train(String trainId) throws IOException, JobFailedException {
        try (ProgressBar bar = new ProgressBar(console, "train")) {
            var model = session.client().train(plan.train(trainId), step -> show(bar, step));
            bar.close();
            output.model(model, stopwatch.lap("train"));
        }
    }

    /** Dreams the piece that was kept out; the recording is copied to a folder. */
    DreamScored dreamOfPiece(String dreamId, Path out) throws IOException, JobFailedException {
        String key = InputFiles.store(session.store(), folder.keptOutFile(plan.keptOut()));
        return dream("a new piece (" + plan.piece() + ")", plan.dreamOfPiece(dreamId, key), out);
    }

    /** Dreams a sweep; the recording is copied to a folder. */
    DreamScored dreamOfSweep(String dreamId, Path out) throws IOException, JobFailedException {
        return dream("a sine sweep", plan.dreamOfSweep(dreamId), out);
    }

    private DreamScored dream(String what, DreamRequest request, Path out) throws IOException, JobFailedException {
        List<DeliveredRecording> delivered = new ArrayList<>();
        try (ProgressBar bar = new ProgressBar(console, "dream")) {
            DreamScored scored = session.client().dream(request, Urgency.INTERACTIVE, new DreamListener() {
                @Override
                public void progress(DreamProgress progress) {
                    show(bar, progress);
                }

                @Override
                public void recording(RecordingReady recording) throws IOException {
                    delivered.add(DeliveredRecording.copy(recording, session.store(), out));
                }
            });
            bar.close();
            output.dream(what, delivered.get(0), scored, stopwatch.lap("dream"));
            return scored;
        }
    }

    private static void show(ProgressBar bar, TrainProgress step) {
        bar.show(step.getStep(), step.getOf(), String.format(Locale.ROOT, "loss %.3f", step.getLoss()));
    }

    private void show(ProgressBar bar, DreamProgress progress) {
        String target = plan.target().label();
        double heard = progress.getActivations().getOrDefault(target, 0.0);
        bar.show(progress.getIteration(), progress.getOf(), String.format(Locale.ROOT, "%s %.2f", target, heard));
    }
}
