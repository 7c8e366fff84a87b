package io.reverie.train;

import java.util.Locale;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;

/** The {@code ingest} command that makes spectrograms that fit. */
final class IngestAdvice {

    private IngestAdvice() {}

    /**
     * The command for a kind of spectrogram, with whatever of a data set's analysis is not the default. Mel spectrograms
     * are of the power, ingest's default.
     *
     * @param dataset data set that does not fit; the new one's name is derived from it
     * @param analysis its analysis
     */
    static String command(String dataset, AnalysisKind kind, Analysis analysis) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        StringBuilder command = new StringBuilder("reverie ingest PATH --dataset ")
                .append(quoted(dataset + "-" + name))
                .append(" --analysis ")
                .append(name);
        Analysis defaults = Analysis.newBuilder().build();
        append(command, "--sample-rate", analysis.getSampleRate(), defaults.getSampleRate());
        append(command, "--n-fft", analysis.getNFft(), defaults.getNFft());
        append(command, "--win-length", analysis.getWinLength(), analysis.getNFft());
        append(command, "--hop", analysis.getHop(), defaults.getHop());
        append(command, "--pad-mode", analysis.getPadMode(), defaults.getPadMode());
        if (!analysis.getCentered()) {
            command.append(" --not-centered");
        }
        if (kind == AnalysisKind.MEL) {
            append(command, "--mels", analysis.getBands(), defaults.getBands());
            append(command, "--mel-scale", analysis.getMelScale(), defaults.getMelScale());
            append(command, "--mel-norm", analysis.getMelNorm(), defaults.getMelNorm());
            append(command, "--min-hz", analysis.getMinHz(), defaults.getMinHz());
            append(command, "--max-hz", analysis.getMaxHz(), defaults.getMaxHz());
        }
        return command.toString();
    }

    private static void append(StringBuilder command, String option, Object value, Object byDefault) {
        if (!value.equals(byDefault)) {
            command.append(' ')
                    .append(option)
                    .append(' ')
                    .append(value.toString().toLowerCase(Locale.ROOT));
        }
    }

    private static String quoted(String text) {
        return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
