package io.reverie.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

import io.reverie.audio.Sweep;
import io.reverie.audio.file.SampleFormat;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;

/** Ingests an hour of audio into the store in the folder that it is given, and prints the shape of the spectrogram. */
final class HourOfAudioProgram {

    private static final int SECONDS = 3600;
    private static final int RATE = 22_050;

    private HourOfAudioProgram() {}

    public static void main(String[] arguments) throws IOException {
        FolderStore store = new FolderStore(Path.of(arguments[0]));
        store.put(
                "inputs/hour.wav",
                "audio/wav",
                out -> WavFile.write(
                        out,
                        Sweep.linearSource(50, 9000, SECONDS, RATE),
                        (long) SECONDS * RATE,
                        RATE,
                        SampleFormat.PCM_16,
                        1));
        IngestRequest request = IngestRequest.newBuilder()
                .setTrackKey("hour")
                .setSource(new AudioSource("inputs/hour.wav"))
                .setAnalysis(Analysis.newBuilder().setKind(AnalysisKind.MEL).build())
                .build();
        IngestHandler handler = new IngestHandler(
                store, new AudioInputs(store, 1), new ArrayArtifacts(store), new IngestLimits(SECONDS, 1024, 512));
        SortedMap<String, String> inputs = new TreeMap<>(handler.inputs(request));
        SpectrogramReady ready = handler.execute(request, new Job(handler.prefix(), "hour", "0".repeat(64), inputs));
        System.out.println(ready.getSpectrogram().getShape() + " " + ready.getSecondsByStage());
    }
}
