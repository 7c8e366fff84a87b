package io.reverie.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NativeThreadsTest {

    @Test
    void warnsWhereThreadsSpin() {
        assertThat(NativeThreads.warning(null)).hasValueSatisfying(warning -> assertThat(warning)
                .contains("OMP_WAIT_POLICY is not set", "OMP_WAIT_POLICY=PASSIVE"));
        assertThat(NativeThreads.warning("ACTIVE")).isPresent();
        assertThat(NativeThreads.warning("passive")).isEmpty();
    }
}
