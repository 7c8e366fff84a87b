package io.reverie.standalone.command;

import java.util.function.Supplier;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.MelNorm;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.PadMode;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every parameter of a spectrogram; what is not given stays as the contract has it. */
final class AnalysisOptions {

    @Option(
            names = "--analysis",
            paramLabel = "mel|stft",
            defaultValue = "mel",
            description = "Kind of spectrogram (default: ${DEFAULT-VALUE}).")
    private AnalysisKind kind;

    @Option(
            names = "--sample-rate",
            paramLabel = "HZ",
            description = "Sample rate of the analysis; audio is resampled to it (22050).")
    private Integer sampleRate;

    @Option(names = "--n-fft", paramLabel = "N", description = "Length of the Fourier transform (1024).")
    private Integer fourierLength;

    @Option(names = "--win-length", paramLabel = "N", description = "Length of the window (as --n-fft).")
    private Integer windowLength;

    @Option(names = "--hop", paramLabel = "N", description = "Hop length between frames, in samples (256).")
    private Integer hop;

    @Option(names = "--pad-mode", paramLabel = "reflect|zero", description = "How the ends are padded (reflect).")
    private PadMode padMode;

    @Option(names = "--not-centered", description = "Frames begin at multiples of the hop instead of centring there.")
    private boolean notCentered;

    @Option(names = "--mels", paramLabel = "N", description = "Number of mel bands (128).")
    private Integer bands;

    @Option(names = "--power", paramLabel = "P", description = "Exponent of the magnitude before mel filters (2).")
    private Double power;

    @Option(names = "--mel-scale", paramLabel = "htk|slaney", description = "Mel scale (htk).")
    private MelScale melScale;

    @Option(names = "--mel-norm", paramLabel = "slaney|none", description = "Normalisation of mel filters (slaney).")
    private MelNorm melNorm;

    @Option(names = "--min-hz", paramLabel = "HZ", description = "Lower edge of the mel filters (0).")
    private Double minHz;

    @Option(names = "--max-hz", paramLabel = "HZ", description = "Upper edge of the mel filters (0: half the rate).")
    private Double maxHz;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The transform.
     *
     * @throws ParameterException where an option is out of range
     */
    StftParameters stft() {
        return inRange(() -> Analyses.stft(toAnalysis(), "analysis"));
    }

    /**
     * The mel filters; null where the STFT itself is wanted.
     *
     * @throws ParameterException where an option is out of range
     */
    MelParameters mel() {
        return kind == AnalysisKind.MEL ? inRange(() -> Analyses.mel(toAnalysis(), "analysis")) : null;
    }

    private <T> T inRange(Supplier<T> parameters) {
        try {
            return parameters.get();
        } catch (JobRejectedException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    Analysis toAnalysis() {
        Analysis analysis =
                Analysis.newBuilder().setKind(kind).setCentered(!notCentered).build();
        if (fourierLength != null) {
            analysis.setNFft(fourierLength);
            analysis.setWinLength(fourierLength);
        }
        Given.apply(windowLength, analysis::setWinLength);
        Given.apply(sampleRate, analysis::setSampleRate);
        Given.apply(hop, analysis::setHop);
        Given.apply(padMode, analysis::setPadMode);
        Given.apply(bands, analysis::setBands);
        Given.apply(power, analysis::setPower);
        Given.apply(melScale, analysis::setMelScale);
        Given.apply(melNorm, analysis::setMelNorm);
        Given.apply(minHz, analysis::setMinHz);
        Given.apply(maxHz, analysis::setMaxHz);
        return analysis;
    }
}
