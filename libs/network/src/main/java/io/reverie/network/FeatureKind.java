package io.reverie.network;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;

/**
 * Everything that a network can hear, by the names that models and requests use. Training, dreaming and scoring make the
 * transform here and nowhere else.
 */
public enum FeatureKind {
    /** {@link LogMel}. */
    LOG_MEL(LogMel.NAME, SpectrogramKind.MEL, 1, StandardisationRule.PER_ROW, LogMel::new),

    /** {@link LogStft}. */
    LOG_STFT("log-stft", SpectrogramKind.STFT, 1, StandardisationRule.PER_ROW, (stft, mel) -> new LogStft(stft)),

    /** {@link CompressedComplex}: real and imaginary part. */
    COMPRESSED_COMPLEX(
            "compressed-complex",
            SpectrogramKind.STFT,
            2,
            StandardisationRule.PER_CHANNEL,
            (stft, mel) -> new CompressedComplex(stft)),

    /** The seed's mel: {@link MinMaxScaling} of the mel power. */
    MEL("mel", SpectrogramKind.MEL, 1, StandardisationRule.PER_CHANNEL, (stft, mel) -> MinMaxScaling.ofMelPower(mel)),

    /** The seed's STFT real: {@link MinMaxScaling} of the real part. */
    STFT_REAL(
            "stft-real",
            SpectrogramKind.STFT,
            1,
            StandardisationRule.PER_CHANNEL,
            (stft, mel) -> MinMaxScaling.ofRealPart(stft)),

    /** The seed's STFT complex: {@link MinMaxScaling} of real and imaginary part, each by itself. */
    STFT_COMPLEX(
            "stft-complex",
            SpectrogramKind.STFT,
            2,
            StandardisationRule.PER_CHANNEL,
            (stft, mel) -> MinMaxScaling.ofBothParts(stft));

    private final String text;
    private final SpectrogramKind source;
    private final int channels;
    private final StandardisationRule standardisation;
    private final BiFunction<StftParameters, MelParameters, FeatureTransform> factory;

    FeatureKind(
            String text,
            SpectrogramKind source,
            int channels,
            StandardisationRule standardisation,
            BiFunction<StftParameters, MelParameters, FeatureTransform> factory) {
        this.text = text;
        this.source = source;
        this.channels = channels;
        this.standardisation = standardisation;
        this.factory = factory;
    }

    /**
     * The features of this name.
     *
     * @throws IllegalArgumentException if there are none, with all names
     */
    public static FeatureKind named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("features must be one of "
                        + Arrays.stream(values()).map(FeatureKind::text).collect(Collectors.joining(", ")) + ": "
                        + text));
    }

    /** The name in models and on the command line, for example {@code log-mel}. */
    public String text() {
        return text;
    }

    /** The spectrograms that they are computed from. */
    public SpectrogramKind source() {
        return source;
    }

    /** Channels of the features. */
    public int channels() {
        return channels;
    }

    /** Rows of the features by an analysis: mel bands or bins. */
    public int rows(StftParameters stft, MelParameters mel) {
        return source == SpectrogramKind.MEL ? mel.bands() : stft.bins();
    }

    /** How they are standardised. */
    public StandardisationRule standardisation() {
        return standardisation;
    }

    /**
     * The transform for spectrograms of an analysis.
     *
     * @param mel mel parameters of the analysis; without meaning for features of an STFT
     * @throws IllegalArgumentException if the analysis does not fit: mel magnitudes instead of power
     */
    public FeatureTransform transform(StftParameters stft, MelParameters mel) {
        return factory.apply(stft, mel);
    }
}
