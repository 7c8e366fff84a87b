package io.reverie.worker;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Dream-1", "jazz.00001_to-rock", "0"})
    void keepsAllowedNames(String name) {
        assertThat(Names.check(name, "dreamId")).isEqualTo(name);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"a b", "a/b", "../a", ".a", "ä", "a\n", " "})
    void refusesOthersAndSaysWhatIsAllowed(String name) {
        JobRejectedException rejected =
                catchThrowableOfType(JobRejectedException.class, () -> Names.check(name, "dreamId"));
        assertThat(rejected.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejected.field()).isEqualTo("dreamId");
        assertThat(rejected.allowed()).isEqualTo(Names.ALLOWED);
        assertThat(rejected.getMessage()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 4096})
    void refusesLongNames(int length) {
        JobRejectedException rejected =
                catchThrowableOfType(JobRejectedException.class, () -> Names.check("a".repeat(length), "model"));
        assertThat(rejected.getMessage()).startsWith("model is 'aaa").hasSizeLessThan(250);
    }
}
