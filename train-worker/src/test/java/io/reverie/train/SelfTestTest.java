package io.reverie.train;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SelfTestTest {

    @Test
    void passesOnThisDevice() {
        assertThatCode(SelfTest::run).doesNotThrowAnyException();
    }

    @Test
    void failsWhereNothingIsLearned() {
        // Given inputs that do not reach the network
        assertThatThrownBy(() -> SelfTest.run(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("self-test of nd4j-cpu", "the loss is 0.");
    }
}
