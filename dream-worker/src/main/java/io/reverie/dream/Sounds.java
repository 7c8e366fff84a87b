package io.reverie.dream;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.reverie.schemas.Artifact;
import io.reverie.worker.SideWork;
import io.reverie.worker.signal.AudioInputs;

/** What is heard and compared, a dream's input and its recording; each is read once for a sample rate. */
final class Sounds {

    /** Where a recording's event names the input. */
    static final String BEFORE = "dream.audio";

    /** Where it names the recording. */
    static final String AFTER = "wav";

    private final AudioInputs audio;
    private final Artifact before;
    private final Artifact after;
    private final Map<Integer, Pair> bySampleRate = new HashMap<>();

    Sounds(AudioInputs audio, Artifact before, Artifact after) {
        this.audio = audio;
        this.before = before;
        this.after = after;
    }

    /** Both, mono at a sample rate in Hz. */
    Pair at(int sampleRate) throws IOException {
        Pair pair = bySampleRate.get(sampleRate);
        if (pair == null) {
            try (SideWork<float[]> samplesAfter = SideWork.start(() -> audio.samples(after, sampleRate, AFTER))) {
                float[] samplesBefore = audio.samples(before, sampleRate, BEFORE);
                pair = new Pair(new AnalysedSound(samplesBefore), new AnalysedSound(samplesAfter.result()));
            }
            bySampleRate.put(sampleRate, pair);
        }
        return pair;
    }

    /** Input and recording. */
    record Pair(AnalysedSound before, AnalysedSound after) {}
}
