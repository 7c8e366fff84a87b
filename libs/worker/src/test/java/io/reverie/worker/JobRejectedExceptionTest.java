package io.reverie.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobRejectedExceptionTest {

    @Test
    void whatItQuotesHasABoundAndNoControlCharacters() {
        String huge = "a\n\u0000\ud800b".repeat(1_000_000);
        JobRejectedException rejected = new JobRejectedException(FailureCodes.INVALID_VALUE, huge, huge, huge);
        for (String text : new String[] {rejected.getMessage(), rejected.field(), rejected.allowed()}) {
            assertThat(text)
                    .hasSize(1001)
                    .startsWith("a ??ba ??b")
                    .endsWith("…")
                    .doesNotContain("\n");
        }
    }

    @Test
    void whatIsShortStaysAsItIs() {
        JobRejectedException rejected = JobRejectedException.invalidValue("step", "ü", "0 to 1");
        assertThat(rejected).hasMessage("step is ü; allowed: 0 to 1");
        assertThat(new JobRejectedException("code", null, "message", null).allowed())
                .isNull();
    }
}
