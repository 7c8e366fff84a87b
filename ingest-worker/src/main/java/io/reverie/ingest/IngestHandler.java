package io.reverie.ingest;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.Stft;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.Stage;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;

/** From a recording or a sweep to its spectrogram in the store. */
@ApplicationScoped
class IngestHandler implements JobHandler<IngestRequest, SpectrogramReady> {

    private static final String SOURCE = "source";
    private static final int LONGEST_TEXT = 512;
    private static final Pattern TEXT = Pattern.compile("(?=.*\\S)\\P{Cntrl}{1," + LONGEST_TEXT + "}");
    private static final String TEXT_ALLOWED =
            "1 to " + LONGEST_TEXT + " characters, not all blank, none a control character";
    private static final int LARGEST_LIMIT_MEGABYTES = 8191;

    private final ArtifactStore store;
    private final AudioInputs audioInputs;
    private final ArrayArtifacts arrays;
    private final long mostSpectrogramBytes;

    @Inject
    IngestHandler(ArtifactStore store, AudioInputs audioInputs, ArrayArtifacts arrays, IngestConfig config) {
        this(store, audioInputs, arrays, config.largestSpectrogramMegabytes());
    }

    IngestHandler(ArtifactStore store, AudioInputs audioInputs, ArrayArtifacts arrays, int largestMegabytes) {
        if (largestMegabytes < 1 || largestMegabytes > LARGEST_LIMIT_MEGABYTES) {
            throw new IllegalArgumentException("reverie.ingest.largest-spectrogram-megabytes must be 1 to "
                    + LARGEST_LIMIT_MEGABYTES + ", but is " + largestMegabytes);
        }
        this.store = store;
        this.audioInputs = audioInputs;
        this.arrays = arrays;
        this.mostSpectrogramBytes = (long) largestMegabytes << 20;
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
        return "ingest-1";
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
        WantedAnalysis analysis = WantedAnalysis.of(request.getAnalysis());
        int sampleRate = analysis.stft().sampleRate();
        float[] samples = audioInputs.samples(request.getSource(), job.input(SOURCE), sampleRate, SOURCE);
        analysis.requireFits(samples.length, SOURCE, mostSpectrogramBytes);

        EncodedAudio encoded = EncodedAudio.of(samples, sampleRate);
        ComplexSpectrogram stft = new Stft(analysis.stft()).forward(encoded.samples());
        double meanPower = requireSound(stft.meanPower());

        Artifact audio =
                store.put(job.artifactKey("audio.wav"), EncodedAudio.CONTENT_TYPE, out -> out.write(encoded.wav()));
        return SpectrogramReady.newBuilder()
                .setRequestId(job.id())
                .setTrackKey(request.getTrackKey())
                .setDataset(request.getDataset())
                .setLabel(request.getLabel())
                .setAnalysis(request.getAnalysis())
                .setSpectrogram(write(job.artifactKey("spectrogram.npy"), stft, analysis))
                .setMeanPower(meanPower)
                .setAudio(audio)
                .setSeconds((double) samples.length / sampleRate)
                .setSource(request.getSource())
                .build();
    }

    @Override
    public String key(SpectrogramReady result) {
        return result.getTrackKey();
    }

    private ArrayArtifact write(String key, ComplexSpectrogram stft, WantedAnalysis analysis) throws IOException {
        return analysis.mel() == null
                ? arrays.write(key, stft)
                : arrays.write(key, new MelFilterBank(analysis.stft(), analysis.mel()).apply(stft));
    }

    private static double requireSound(double meanPower) {
        if (!(meanPower > 0)) {
            throw JobRejectedException.invalidValue(
                    SOURCE,
                    "silent: as one channel of 16 bits no frame of it has a sample that is not 0",
                    "audio that can be heard");
        }
        return meanPower;
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
