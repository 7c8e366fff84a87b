package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.reverie.audio.file.AudioFile;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.SweepSource;
import io.reverie.standalone.client.IngestListener;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.output.ProgressBar;
import io.reverie.standalone.system.Session;
import io.reverie.worker.ArtifactStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Audio in, spectrograms out. */
@Command(
        name = "ingest",
        description = "Makes spectrograms of audio files; what `train` learns from.",
        footer = {
            "%nExamples:",
            "  reverie ingest genres/ --dataset gtzan     sub-folders name the labels: genres/jazz/jazz.00000.wav",
            "  reverie ingest rain.wav --dataset sounds --label rain",
            "  reverie ingest sweep --analysis stft",
            "  reverie ingest song.flac --analysis mel --sample-rate 16000 --n-fft 512 --hop 160 --mels 80"
        })
final class IngestCommand implements Callable<Integer> {

    private static final String NO_DATASET = "_";

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Mixin
    private AnalysisOptions analysis;

    @Mixin
    private SweepOptions sweep;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Audio files (" + AudioFile.FORMAT_NAMES + "), folders of them, or the word sweep for a test tone.")
    private List<Path> paths;

    @Option(names = "--dataset", paramLabel = "NAME", description = "Data set that the tracks belong to.")
    private String dataset;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "Label of every track, instead of the names of sub-folders.")
    private String label;

    private final Console console;

    IngestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        // Wrong options before anything starts.
        analysis.stft();
        analysis.mel();
        List<Path> files = paths.stream()
                .filter(path -> !path.toString().equals(SweepOptions.NAME))
                .toList();
        if (files.size() == paths.size()) {
            sweep.checkFile();
        }
        AudioFiles audio = AudioFiles.find(files);
        if (!audio.skipped().isEmpty()) {
            console.notice(audio.skippedNotice());
        }
        requireDistinctNames(audio);
        try (Session session = system.withWorkers(console)) {
            List<IngestRequest> requests = new ArrayList<>();
            for (AudioFiles.Track track : audio.tracks()) {
                requests.add(request(session.store(), track));
            }
            if (files.size() < paths.size()) {
                SweepSource source = sweep.toSource();
                requests.add(request(source, SweepOptions.nameOf(source), label, analysis.toAnalysis()));
            }
            return ingest(session, requests);
        }
    }

    private static void requireDistinctNames(AudioFiles audio) throws MissingPathException {
        Map<String, Path> byName = new HashMap<>();
        for (AudioFiles.Track track : audio.tracks()) {
            Path other = byName.putIfAbsent(track.name(), track.file());
            if (other != null) {
                throw new MissingPathException("Two tracks would be called " + track.name() + ": " + other + " and "
                        + track.file() + ". Ingest the folder that holds both, or one after the other with different "
                        + "--dataset");
            }
        }
    }

    private IngestRequest request(ArtifactStore store, AudioFiles.Track track) throws IOException {
        AudioSource source = new AudioSource(InputFiles.store(store, track.file()));
        if (label == null) {
            return request(source, track.name(), track.label(), analysis.toAnalysis());
        }
        // As if the track lay in a folder of that name: 01.wav of one label does not replace 01.wav of another.
        String folder = label + "/";
        String name = track.name().startsWith(folder) ? track.name() : folder + track.name();
        return request(source, name, label, analysis.toAnalysis());
    }

    private IngestRequest request(Object source, String name, String trackLabel, Analysis wanted) {
        String trackKey = String.join(
                "/",
                dataset == null ? NO_DATASET : dataset,
                name,
                wanted.getKind().toString().toLowerCase(Locale.ROOT));
        return IngestRequest.newBuilder()
                // From the content, so that asking again republishes instead of working again.
                .setId(Identifiers.ofContent(
                        "ingest", trackKey, String.valueOf(trackLabel), wanted.toString(), source.toString()))
                .setSource(source)
                .setTrackKey(trackKey)
                .setDataset(dataset)
                .setLabel(trackLabel)
                .setAnalysis(wanted)
                .build();
    }

    private Integer ingest(Session session, List<IngestRequest> requests) throws IOException {
        EventJson events = StoredEvents.json(session.store());
        Map<String, Integer> labels = new TreeMap<>();
        int[] counts = new int[2];
        try (ProgressBar bar = new ProgressBar(console, "ingest")) {
            bar.show(0, requests.size(), "");
            session.client().ingest(requests, new IngestListener() {
                @Override
                public void ready(SpectrogramReady spectrogram) {
                    counts[0]++;
                    if (json.json()) {
                        console.result(events.line(spectrogram));
                    }
                    if (spectrogram.getLabel() != null) {
                        labels.merge(spectrogram.getLabel(), 1, Integer::sum);
                    }
                    bar.show(counts[0] + (long) counts[1], requests.size(), spectrogram.getTrackKey());
                }

                @Override
                public void failed(IngestRequest request, JobFailed failure) {
                    counts[1]++;
                    bar.notice(
                            "reverie ingest: " + request.getTrackKey() + ": " + JobFailedException.describe(failure));
                }
            });
        }
        if (!json.json()) {
            console.result(counts[0]
                    + (counts[0] == 1 ? " spectrogram" : " spectrograms")
                    + (dataset == null ? "" : " in data set " + dataset)
                    + (labels.isEmpty() ? "" : ", labels " + labels.toString().replaceAll("[{}]", ""))
                    + unlabelled(counts[0]
                            - labels.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                    + (counts[1] == 0 ? "" : ", " + counts[1] + " failed"));
        }
        return counts[1] == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String unlabelled(int tracks) {
        return dataset == null || tracks == 0
                ? ""
                : ", " + tracks + " without label, which training leaves out (labels are the names of sub-folders of "
                        + "the folder that is given, or --label)";
    }
}
