package io.reverie.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.Startup;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.SampleSpool;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.Stage;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Stopwatch;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;

/** From a recording or a sweep to its spectrogram in the store. Made before the channels begin, as its limits may be wrong. */
@ApplicationScoped
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
class IngestHandler implements JobHandler<IngestRequest, SpectrogramReady> {

    private static final String SOURCE = "source";
    private static final int LONGEST_TEXT = 512;
    private static final Pattern TEXT = Pattern.compile("(?=.*\\S)\\P{Cntrl}{1," + LONGEST_TEXT + "}");
    private static final String TEXT_ALLOWED =
            "1 to " + LONGEST_TEXT + " characters, not all blank, none a control character";

    private final ArtifactStore store;
    private final AudioInputs audioInputs;
    private final ArrayArtifacts arrays;
    private final IngestLimits limits;

    @Inject
    IngestHandler(ArtifactStore store, AudioInputs audioInputs, ArrayArtifacts arrays, IngestConfig config) {
        this(store, audioInputs, arrays, IngestLimits.of(config));
    }

    IngestHandler(ArtifactStore store, AudioInputs audioInputs, ArrayArtifacts arrays, IngestLimits limits) {
        this.store = store;
        this.audioInputs = audioInputs;
        this.arrays = arrays;
        this.limits = limits;
    }

    @Override
    public Stage stage() {
        return Stage.INGEST;
    }

    @Override
    public String prefix() {
        return "spectrograms";
    }

    @Override
    public String algorithmVersion() {
        return "ingest-2";
    }

    @Override
    public Class<IngestRequest> requestType() {
        return IngestRequest.class;
    }

    @Override
    public Class<SpectrogramReady> resultType() {
        return SpectrogramReady.class;
    }

    @Override
    public String jobId(IngestRequest request) {
        return request.getId().isEmpty()
                ? requireText("trackKey", request.getTrackKey())
                : requireText("id", request.getId());
    }

    @Override
    public SortedMap<String, String> inputs(IngestRequest request) throws IOException {
        requireText("trackKey", request.getTrackKey());
        if (request.getDataset() != null) {
            requireText("dataset", request.getDataset());
        }
        if (request.getLabel() != null) {
            requireText("label", request.getLabel());
        }
        WantedAnalysis.of(request.getAnalysis());
        SortedMap<String, String> inputs = new TreeMap<>();
        inputs.put(SOURCE, audioInputs.identity(request.getSource(), SOURCE));
        return inputs;
    }

    @Override
    public SpectrogramReady execute(IngestRequest request, Job job) throws IOException {
        Stopwatch stopwatch = new Stopwatch();
        WantedAnalysis analysis = WantedAnalysis.of(request.getAnalysis());
        int sampleRate = analysis.stft().sampleRate();
        try (SampleSpool samples = audioInputs.spool(
                request.getSource(), job.input(SOURCE), sampleRate, limits.longest(), limits.samples(), SOURCE)) {
            stopwatch.lap("decode");
            analysis.requireFits(samples.samples(), SOURCE, limits.spectrogramBytes());
            requireSound(StoredAudio.isSound(samples));
            Artifact audio = new StoredAudio(store).write(job.artifactKey("audio.wav"), samples, sampleRate);
            stopwatch.lap("audio");
            SpectrogramFile spectrogram = new SpectrogramFile(analysis, samples.samples(), stopwatch, job::checkActive);
            ArrayArtifact array =
                    arrays.write(job.artifactKey("spectrogram.npy"), spectrogram.shape(), spectrogram.axes(), out -> {
                        try (InputStream wav = store.open(audio.getKey())) {
                            spectrogram.write(
                                    out, AudioFile.open(wav, ReadLimits.none()).mono());
                        }
                        requireSound(spectrogram.meanPower() > 0);
                    });
            stopwatch.lap("store");
            return SpectrogramReady.newBuilder()
                    .setRequestId(job.id())
                    .setTrackKey(request.getTrackKey())
                    .setDataset(request.getDataset())
                    .setLabel(request.getLabel())
                    .setAnalysis(request.getAnalysis())
                    .setSpectrogram(array)
                    .setMeanPower(spectrogram.meanPower())
                    .setAudio(audio)
                    .setGain(StoredAudio.gain(samples))
                    .setSeconds((double) samples.samples() / sampleRate)
                    .setSource(request.getSource())
                    .setSecondsByStage(stopwatch.seconds())
                    .build();
        }
    }

    @Override
    public String key(SpectrogramReady result) {
        return result.getTrackKey();
    }

    private static void requireSound(boolean sound) {
        if (!sound) {
            throw JobRejectedException.invalidValue(
                    SOURCE,
                    "silent: as one channel of 16 bits no frame of it has a sample that is not 0",
                    "audio that can be heard");
        }
    }

    private static String requireText(String field, String text) {
        if (!TEXT.matcher(text).matches()) {
            String shown = text.length() > LONGEST_TEXT
                    ? text.length() + " characters long"
                    : "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
            throw JobRejectedException.invalidValue(field, shown, TEXT_ALLOWED);
        }
        return text;
    }
}
