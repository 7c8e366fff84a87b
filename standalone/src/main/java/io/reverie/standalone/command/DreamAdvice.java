package io.reverie.standalone.command;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import io.reverie.dream.DreamRequestRules;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Update;

/** What would bring a dream further whose target its models do not hear. */
final class DreamAdvice {

    /** How close to a limit a recording is that was held by it: its noise bed and rounding count too. */
    private static final double NEAR_DB = 0.3;

    private DreamAdvice() {}

    /** One line, which names the models and what held the dream. */
    static String of(DreamRequest request, DreamScored scored) {
        List<ModelScore> deaf = scored.getScores().stream()
                .filter(score ->
                        !score.getJudge() && !score.getHeardAfter().toString().equals(scored.getTarget()))
                .toList();
        return deaf.stream().map(score -> score.getModel().getName()).collect(Collectors.joining(", "))
                + (deaf.size() > 1 ? " do" : " does") + " not hear " + scored.getTarget() + " in it; "
                + further(request, scored);
    }

    private static String further(DreamRequest request, DreamScored scored) {
        OptionalDouble bound = DreamRequestRules.largestDistanceDb(request);
        if (bound.isPresent() && scored.getLogSpectralDistanceDb() >= bound.getAsDouble() - NEAR_DB) {
            return String.format(
                    Locale.ROOT,
                    "the largest distance of %.1f dB holds it back: a larger --max-distance%s goes further",
                    bound.getAsDouble(),
                    request.getMaxDistanceDb() == null && request.getPreset() == Preset.GENTLE
                            ? " or --preset strong"
                            : "");
        }
        if (request.getUpdate() == Update.ADDITIVE
                && scored.getEnergyChangeDb() >= request.getEnergyCapDb() - NEAR_DB) {
            return "the energy cap holds it back: a higher --energy-cap goes further";
        }
        if (request.getStopAt() != null) {
            return "a higher --stop-at or more --iterations go further";
        }
        return request.getPreset() == Preset.STRONG
                ? "more --iterations or a longer --step go further"
                : "more --iterations or --preset strong go further";
    }
}
