package io.reverie.worker.signal;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.MelNorm;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.PadMode;
import io.reverie.worker.JobRejectedException;

/** Between an event's {@link Analysis} and the parameters of libs/audio. */
public final class Analyses {

    private Analyses() {}

    /**
     * The STFT of an analysis of either kind.
     *
     * @param field where the analysis is in the request, for example {@code analysis}
     * @throws JobRejectedException naming the field, such as {@code analysis.hop}
     */
    public static StftParameters stft(Analysis analysis, String field) {
        try {
            return new StftParameters(
                    analysis.getSampleRate(),
                    analysis.getNFft(),
                    analysis.getWinLength(),
                    analysis.getHop(),
                    analysis.getCentered(),
                    io.reverie.audio.PadMode.valueOf(analysis.getPadMode().name()));
        } catch (IllegalArgumentException e) {
            throw InvalidParameter.of(field, e);
        }
    }

    /**
     * The mel part of an analysis; for one of kind STFT what its fields say all the same.
     *
     * @throws JobRejectedException naming the field, such as {@code analysis.bands}
     */
    public static MelParameters mel(Analysis analysis, String field) {
        MelParameters mel;
        try {
            mel = new MelParameters(
                    analysis.getBands(),
                    io.reverie.audio.MelScale.valueOf(analysis.getMelScale().name()),
                    io.reverie.audio.MelNorm.valueOf(analysis.getMelNorm().name()),
                    analysis.getMinHz(),
                    analysis.getMaxHz(),
                    analysis.getPower());
        } catch (IllegalArgumentException e) {
            throw InvalidParameter.of(field, e);
        }
        double nyquist = analysis.getSampleRate() / 2.0;
        if (mel.maxHz() > nyquist) {
            throw JobRejectedException.invalidValue(
                    field + ".maxHz", mel.maxHz(), "0 to half the sample rate (" + nyquist + " Hz)");
        }
        if (mel.minHz() >= nyquist) {
            throw JobRejectedException.invalidValue(
                    field + ".minHz", mel.minHz(), "0 to below half the sample rate (" + nyquist + " Hz)");
        }
        return mel;
    }

    /** The analysis of an STFT; its mel fields are the defaults. */
    public static Analysis of(StftParameters stft) {
        return of(AnalysisKind.STFT, stft, MelParameters.defaults());
    }

    /** The analysis of a mel spectrogram. */
    public static Analysis of(StftParameters stft, MelParameters mel) {
        return of(AnalysisKind.MEL, stft, mel);
    }

    private static Analysis of(AnalysisKind kind, StftParameters stft, MelParameters mel) {
        return Analysis.newBuilder()
                .setKind(kind)
                .setSampleRate(stft.sampleRate())
                .setNFft(stft.nFft())
                .setWinLength(stft.winLength())
                .setHop(stft.hop())
                .setCentered(stft.centered())
                .setPadMode(PadMode.valueOf(stft.padMode().name()))
                .setPower(mel.power())
                .setBands(mel.bands())
                .setMelScale(MelScale.valueOf(mel.scale().name()))
                .setMelNorm(MelNorm.valueOf(mel.norm().name()))
                .setMinHz(mel.minHz())
                .setMaxHz(mel.maxHz())
                .build();
    }
}
