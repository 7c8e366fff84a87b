package io.reverie.benchmarks.dreaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

import io.reverie.network.Model;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.PlanCompiler;

/**
 * Dreams on request, a line on stdin each, and answers with a line on stdout: nanoseconds of all and of one iteration, or
 * {@code ok}. {@code compare.py} is the other end; {@code torch_worker.py} speaks the same lines.
 */
public final class DreamingBenchmark {
    private static final int VGG16_FRAMES = 860;

    private final PlanCompiler compiler = new Nd4jPlanCompiler();
    private Workload workload;

    private DreamingBenchmark() {}

    /** Answers line by line until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        DreamingBenchmark benchmark = new DreamingBenchmark();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(benchmark.answer(line.split(" ")));
        }
    }

    private String answer(String[] words) throws IOException {
        switch (words[0]) {
            case "create":
                create(words[1], Integer.parseInt(words[2]));
                return "ok";
            case "export":
                workload.export(Path.of(words[1]));
                return "ok";
            case "run":
                Timing timing = workload.run(Integer.parseInt(words[1]));
                return timing.total() + " " + timing.iteration();
            default:
                throw new IllegalArgumentException("no such request: " + words[0]);
        }
    }

    private void create(String kind, int size) {
        if (workload != null) {
            workload.close();
        }
        switch (kind) {
            case "dream" -> workload = new DreamWorkload(compiler, size);
            case "plan" -> {
                Model model = Models.small(DreamWorkload.SEGMENT_FRAMES);
                workload = new PlanWorkload(model, compiler.compile(model, size, DreamWorkload.SEGMENT_FRAMES));
            }
            case "vgg16" -> {
                Model model = Models.vgg16Convolutions(VGG16_FRAMES);
                workload = new PlanWorkload(model, compiler.compileForPictures(model, size, VGG16_FRAMES));
            }
            default -> throw new IllegalArgumentException("no such work: " + kind);
        }
    }
}
