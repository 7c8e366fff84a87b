package io.reverie.standalone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.TrainRequest;

/**
 * What the demo asks the system for.
 *
 * @param piece genre of the piece that is dreamed
 * @param target genre that shall be heard
 * @param seed source of every random choice: of the music, the training and the dreams
 */
record DemoPlan(Genre piece, Genre target, long seed) {
    static final String DATASET = "demo";
    static final String MODEL = "demo";

    /** Length of every piece, in seconds: two of the network's windows. */
    static final double SECONDS = 10;

    private static final int PIECES_A_GENRE = 14;
    private static final double VALIDATION = 0.2;
    private static final int TRAINING_STEPS = 250;

    /** A tone has no rhythm to start from: it takes a longer dream than music. */
    private static final int SWEEP_ITERATIONS = 50;

    /** Music stays recognisable up to about here, in dB of log-spectral distance; most dreams need less. */
    private static final double LARGEST_DISTANCE = 15;

    private static final long PIECES_A_SEED = 1_000;

    DemoPlan {
        if (piece == target) {
            throw new IllegalArgumentException("target must be another genre than that of the piece, " + piece);
        }
    }

    /**
     * A piece of music.
     *
     * @param genre its genre
     * @param name file name
     * @param pieceSeed what {@link DemoCorpus} makes it of
     */
    record Piece(Genre genre, String name, long pieceSeed) {
        float[] samples() {
            return DemoCorpus.piece(genre, pieceSeed, SECONDS);
        }
    }

    /** The pieces that the network is trained and validated on. */
    List<Piece> corpus() {
        List<Piece> corpus = new ArrayList<>();
        for (Genre genre : Genre.values()) {
            for (int number = 0; number < PIECES_A_GENRE; number++) {
                String name = String.format(Locale.ROOT, "%s.%02d.wav", genre.label(), number);
                corpus.add(new Piece(genre, name, seed * PIECES_A_SEED + number));
            }
        }
        return corpus;
    }

    /** The piece that is dreamed; the corpus does not have it. */
    Piece keptOut() {
        return new Piece(piece, piece.label() + ".wav", seed * PIECES_A_SEED + PIECES_A_SEED - 1);
    }

    /**
     * Asks for the spectrogram of a piece.
     *
     * @param key key of its audio in the store, which differs where the audio does
     */
    IngestRequest ingest(Piece track, String key) {
        return IngestRequest.newBuilder()
                // From the content, so that the next demo is answered without the work.
                .setId(DATASET + "-" + key.replace('/', '-'))
                .setSource(new AudioSource(key))
                .setTrackKey(String.join("/", DATASET, track.genre().label(), track.name(), "mel"))
                .setDataset(DATASET)
                .setLabel(track.genre().label())
                .setAnalysis(Analysis.newBuilder().setKind(AnalysisKind.MEL).build())
                .build();
    }

    /** Asks for the network. */
    TrainRequest train(String trainId) {
        TrainRequest request = TrainRequest.newBuilder()
                .setTrainId(trainId)
                .setModel(MODEL)
                .setDataset(DATASET)
                .setValidation(new FractionSplit(VALIDATION))
                .setSeed(seed)
                .build();
        request.getBudget().setSteps(TRAINING_STEPS);
        return request;
    }

    /** Asks for a dream of the piece that was kept out. */
    DreamRequest dreamOfPiece(String dreamId, String key) {
        DreamRequest request = dream(dreamId, new AudioSource(key));
        request.setMaxDistanceDb(LARGEST_DISTANCE);
        return request;
    }

    /** Asks for a dream of a sweep. */
    DreamRequest dreamOfSweep(String dreamId) {
        DreamRequest request = dream(dreamId, SweepSource.newBuilder().build());
        request.setIterations(SWEEP_ITERATIONS);
        return request;
    }

    private DreamRequest dream(String dreamId, Object input) {
        return DreamRequest.newBuilder()
                .setDreamId(dreamId)
                .setInput(input)
                .setModels(List.of(MODEL))
                .setObjective(Objective.newBuilder().setTarget(target.label()).build())
                .setSeed(seed)
                .build();
    }
}
