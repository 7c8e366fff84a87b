package io.reverie.network;

import java.util.Random;

import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class SmallNetworkPlanTest {
    private static final int ROWS = 32;
    private static final int LABELS = 4;

    /** Small enough that hardly any ReLU changes its side. */
    private static final double STEP = 1e-7;

    private static Model model;
    private static PlanCompiler compiler;

    @BeforeAll
    static void train() {
        compiler = new Nd4jPlanCompiler();
        model = Networks.model(ROWS, 100, LABELS);
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "3, 100", "2, 131", "1, 862"})
    void agreesWithTheNetworkThatItWasMadeFrom(int batch, int frames) {
        // Given
        float[] features = Networks.noise(batch * ROWS * frames, 5);
        float[] logits = new float[batch * LABELS];

        // When
        try (Plan plan = compiler.compile(model, batch, frames)) {
            plan.forward(features, logits);
        }

        // Then
        INDArray output = model.network().output(Nd4j.createFromArray(features).reshape(batch, 1, ROWS, frames));
        double[][] items = Networks.rowsOf(logits, batch);
        for (int item = 0; item < batch; item++) {
            double[] probabilities = DoubleNetwork.softmax(items[item]);
            for (int label = 0; label < LABELS; label++) {
                assertThat(probabilities[label]).isCloseTo(output.getDouble(item, label), within(1e-5));
            }
        }
    }

    /**
     * Central differences in float64 of an independent forward pass, 1e-4 of the largest gradient. The noise of the longest
     * input is another: with 8 two of its probes lie beside a rectifier whose input is 0 but for rounding, which has no
     * derivative there, and a float32 network on one side or the other by the processor.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 32, 64, 8",
        "2, 1, 32, 101, 8",
        "1, 1, 32, 431, 9",
        "2, 2, 32, 70, 8",
        "1, 1, 257, 66, 8",
        "2, 2, 261, 65, 8"
    })
    void gradientEqualsFiniteDifferences(int batch, int channels, int rows, int frames, int seed) {
        // Given a model of so many channels and rows, and the margin of label 2 over label 0 as the objective
        int size = channels * rows * frames;
        FeatureKind kind = channels == 1 ? FeatureKind.LOG_STFT : FeatureKind.COMPRESSED_COMPLEX;
        int fourierLength = 2 * (rows - 1);
        StftParameters stft =
                new StftParameters(8000, fourierLength, fourierLength, fourierLength / 2, true, PadMode.REFLECT);
        Model any = Networks.model(kind, stft, Networks.mel(ROWS), frames, LABELS);
        float[] features = Networks.noise(batch * size, seed);
        float[] objective = new float[batch * LABELS];
        for (int item = 0; item < batch; item++) {
            objective[item * LABELS + 2] = 1;
            objective[item * LABELS] = -1;
        }
        float[] logits = new float[batch * LABELS];
        float[] gradient = new float[features.length];

        // When
        try (Plan plan = compiler.compile(any, batch, frames)) {
            assertThat(plan.channels()).isEqualTo(channels);
            plan.forward(features, logits);
            plan.inputGradient(objective, gradient);
        }

        // Then
        DoubleNetwork reference = new DoubleNetwork(any.network());
        double[][] inputs = Networks.rowsOf(features, batch);
        double[][] expectedLogits = reference.logits(inputs, rows, frames);
        double largest = 0;
        for (float value : gradient) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        Random random = new Random(4);
        for (int item = 0; item < batch; item++) {
            for (int label = 0; label < LABELS; label++) {
                assertThat((double) logits[item * LABELS + label]).isCloseTo(expectedLogits[item][label], within(1e-4));
            }
            for (int probe = 0; probe < 30; probe++) {
                int index = probe == 0 ? 0 : probe == 1 ? size - 1 : random.nextInt(size);
                double before = inputs[item][index];
                inputs[item][index] = before + STEP;
                double above = margin(reference.logits(inputs, rows, frames)[item]);
                inputs[item][index] = before - STEP;
                double below = margin(reference.logits(inputs, rows, frames)[item]);
                inputs[item][index] = before;
                assertThat((double) gradient[item * size + index])
                        .as("item %d, input %d", item, index)
                        .isCloseTo((above - below) / (2 * STEP), within(1e-4 * largest));
            }
        }
    }

    @Test
    void gradientsMayBeTakenRepeatedlyAndLeaveTheForwardRunAlone() {
        // Given
        float[] features = Networks.noise(ROWS * 100, 1);
        float[] logits = new float[LABELS];
        float[] again = new float[LABELS];
        float[] first = new float[features.length];
        float[] second = new float[features.length];
        float[] doubled = new float[features.length];
        try (Plan plan = compiler.compile(model, 1, 100)) {
            plan.forward(features, logits);

            // When
            plan.inputGradient(new float[] {1, 0, 0, 0}, first);
            plan.inputGradient(new float[] {2, 0, 0, 0}, doubled);
            plan.inputGradient(new float[] {1, 0, 0, 0}, second);
            plan.forward(features, again);
        }

        // Then
        assertThat(second).containsExactly(first);
        assertThat(again).containsExactly(logits);
        for (int index = 0; index < first.length; index++) {
            assertThat(doubled[index]).isCloseTo(2 * first[index], within(1e-5f));
        }
    }

    @Test
    void keepsItsMemoryAndGivesItBack() {
        // Given a plan that is warm; its arrays take 21 MB
        int batch = 16;
        int frames = 862;
        float[] features = Networks.noise(batch * ROWS * frames, 1);
        float[] logits = new float[batch * LABELS];
        float[] gradient = new float[features.length];
        float[] objective = new float[logits.length];
        objective[0] = 1;
        SmallNetworkPlan plan = new SmallNetworkPlan(model, batch, frames);
        run(plan, 10, features, logits, objective, gradient);
        long before = Pointer.physicalBytes();

        // When
        run(plan, 60, features, logits, objective, gradient);
        long after = Pointer.physicalBytes();
        plan.close();

        // Then: 60 runs that each made their own would take more than a gigabyte
        assertThat(after - before).isLessThan(300L << 20);
        assertThat(plan.arrays()).isNotEmpty().allMatch(INDArray::wasClosed);
    }

    @Test
    void refusesWhatItCannotRun() {
        // Given
        float[] features = new float[ROWS * 100];
        float[] logits = new float[LABELS];

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compiler.compile(model, 0, 100))
                .withMessageContaining("batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compiler.compile(model, 1, 20))
                .withMessageContaining("frames");
        Plan plan = compiler.compile(model, 1, 100);
        assertThat(plan.batch()).isEqualTo(1);
        assertThat(plan.channels()).isEqualTo(1);
        assertThat(plan.rows()).isEqualTo(ROWS);
        assertThat(plan.frames()).isEqualTo(100);
        assertThat(plan.labels()).isEqualTo(LABELS);
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.inputGradient(logits, features))
                .withMessageContaining("forward");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.forward(new float[3], logits))
                .withMessageContaining("features");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.forward(features, new float[3]))
                .withMessageContaining("logits");
        plan.close();
        plan.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> plan.forward(features, logits))
                .withMessageContaining("closed");
    }

    private static void run(
            Plan plan, int times, float[] features, float[] logits, float[] objective, float[] gradient) {
        for (int time = 0; time < times; time++) {
            plan.forward(features, logits);
            plan.inputGradient(objective, gradient);
        }
    }

    private static double margin(double[] logits) {
        return logits[2] - logits[0];
    }
}
