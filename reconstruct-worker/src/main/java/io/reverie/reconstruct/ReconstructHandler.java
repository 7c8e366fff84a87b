package io.reverie.reconstruct;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.SpectralConvergence;
import io.reverie.audio.Stft;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.Engine;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.Stage;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.EventArtifacts;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;
import io.reverie.worker.SideWork;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;
import io.reverie.worker.signal.PhaseIterations;
import org.jboss.logging.Logger;

/** From a dreamed spectrogram to the recording and its pictures in the store. */
@ApplicationScoped
class ReconstructHandler implements JobHandler<DreamReady, RecordingReady> {

    private static final Logger LOG = Logger.getLogger(ReconstructHandler.class);
    private static final String DREAMED = "dreamed";
    private static final String AUDIO = "audio";

    /** Below the resolution of float32; keeps the logarithm of an exact match finite. */
    private static final double LOWEST_CONVERGENCE_DB = -200;

    private final ArtifactStore store;
    private final AudioInputs audioInputs;
    private final ArrayArtifacts arrays;
    private final PhaseIterations phaseIterations;
    private final DreamPictures pictures;
    private final ReconstructConfig config;

    ReconstructHandler(
            ArtifactStore store,
            AudioInputs audioInputs,
            ArrayArtifacts arrays,
            PhaseIterations phaseIterations,
            ReconstructConfig config) {
        this.store = store;
        this.audioInputs = audioInputs;
        this.arrays = arrays;
        this.phaseIterations = phaseIterations;
        this.pictures = new DreamPictures(store);
        this.config = config;
    }

    @Override
    public Stage stage() {
        return Stage.RECONSTRUCT;
    }

    @Override
    public String prefix() {
        return "recordings";
    }

    @Override
    public String algorithmVersion() {
        return "reconstruct-4";
    }

    @Override
    public Class<DreamReady> requestType() {
        return DreamReady.class;
    }

    @Override
    public Class<RecordingReady> resultType() {
        return RecordingReady.class;
    }

    @Override
    public String jobId(DreamReady dream) {
        return Names.check(dream.getDreamId(), "dreamId");
    }

    /** The dream without how long it took and on what: done once more it is the same dream. */
    @Override
    public DreamReady identity(DreamReady dream) {
        return DreamReady.newBuilder(dream)
                .setSecondsByStage(Map.of())
                .setEngine(new Engine("", "", 0, Map.of()))
                .build();
    }

    /** The event names content, not only keys: nothing needs to be resolved. */
    @Override
    public SortedMap<String, String> inputs(DreamReady dream) {
        check(dream);
        SortedMap<String, String> inputs = new TreeMap<>();
        inputs.put(DREAMED, dream.getDreamed().getArtifact().getSha256());
        inputs.put(AUDIO, dream.getAudio().getSha256());
        return inputs;
    }

    @Override
    public RecordingReady execute(DreamReady event, Job job) throws IOException {
        Dream dream = check(event);
        requireFits(dream);
        float[] input = input(event, dream);
        Resynthesis.Sound sound = new DreamedSound(arrays).of(event, dream, input);
        try (SideWork<Artifact> request =
                SideWork.start(() -> EventArtifacts.write(store, job.artifactKey("dream.avro"), event))) {
            Recording recording = write(job.artifactKey("recording.wav"), sound.samples(), dream);
            ComplexSpectrogram after = new Stft(dream.stft()).forward(readBack(recording.wav()));
            double convergence = SpectralConvergence.decibelsAtBestGain(after, sound.target());
            RecordingReady.Builder ready = RecordingReady.newBuilder()
                    .setDreamId(dream.id())
                    .setWav(recording.wav())
                    .setBitsPerSample(dream.format().bits())
                    .setSampleRate(dream.stft().sampleRate())
                    .setSeconds((double) dream.samples() / dream.stft().sampleRate())
                    .setPictures(List.of())
                    .setPhaseMethod(sound.phaseMethod())
                    .setIterations(sound.iterations())
                    .setSpectralConvergenceDb(Math.max(LOWEST_CONVERGENCE_DB, convergence))
                    .setPeak(recording.level().peak())
                    .setGain(recording.level().gain());
            if (config.pictures()) {
                ComplexSpectrogram before = new Stft(dream.stft()).forward(input);
                ready.setPictures(pictures(event, job, dream, before, after))
                        .setAnimation(animation(event, job, dream, before));
            }
            return ready.setDream(request.result()).build();
        }
    }

    @Override
    public String key(RecordingReady result) {
        return result.getDreamId();
    }

    private Dream check(DreamReady event) {
        Dream dream = Dream.of(event);
        phaseIterations.require(dream.reconstruction().getIterations(), Dream.ITERATIONS);
        return dream;
    }

    private float[] input(DreamReady event, Dream dream) throws IOException {
        float[] samples = audioInputs.samples(event.getAudio(), dream.stft().sampleRate(), AUDIO);
        if (samples.length != dream.samples()) {
            throw JobRejectedException.invalidValue(
                    "samples", dream.samples(), samples.length + ", the length of the audio at the analysis's rate");
        }
        return samples;
    }

    /** Whatever was dreamed, sound is made and shown by way of an STFT. */
    private void requireFits(Dream dream) {
        long values = 2L * dream.stft().bins() * dream.stft().frames((long) dream.samples());
        if (values > arrays.mostValues()) {
            throw JobRejectedException.invalidValue(
                    "analysis",
                    "one whose STFT has " + values + " values for this audio",
                    "at most " + arrays.mostValues() + " (reverie.audio.most-values)");
        }
    }

    private List<Artifact> pictures(
            DreamReady event, Job job, Dream dream, ComplexSpectrogram before, ComplexSpectrogram after)
            throws IOException {
        List<Artifact> written = new ArrayList<>(pictures.write(job, dream, before, after));
        Optional<Trajectory> trajectory = trajectory(event);
        if (trajectory.isPresent()) {
            written.add(pictures.plot(job, event, dream, trajectory.get()));
        }
        return written;
    }

    /** The sound is what was asked for: it does not fail for want of a table. What may pass is tried again, as ever. */
    private Optional<Trajectory> trajectory(DreamReady event) throws IOException {
        try {
            return Optional.of(Trajectory.read(arrays, event));
        } catch (JobRejectedException e) {
            LOG.warnf("No picture of the activations of dream %s: %s", event.getDreamId(), e.getMessage());
            return Optional.empty();
        }
    }

    private Artifact animation(DreamReady event, Job job, Dream dream, ComplexSpectrogram before) throws IOException {
        if (event.getSnapshots() == null || event.getSnapshotAnalysis() == null) {
            return null;
        }
        return pictures.animate(job, dream, before, Snapshots.read(arrays, event, dream));
    }

    private Recording write(String key, float[] samples, Dream dream) throws IOException {
        AtomicReference<WavFile.WrittenWav> level = new AtomicReference<>();
        Artifact wav = store.put(
                key,
                "audio/wav",
                out -> level.set(WavFile.write(out, samples, dream.stft().sampleRate(), dream.format())));
        return new Recording(wav, level.get());
    }

    private float[] readBack(Artifact wav) throws IOException {
        try (InputStream in = store.open(wav.getKey())) {
            return AudioFile.read(in, ReadLimits.none()).mono();
        }
    }

    private record Recording(Artifact wav, WavFile.WrittenWav level) {}
}
