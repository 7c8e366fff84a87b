package io.reverie.benchmarks.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains networks on request, a line on stdin each, and answers with a line on stdout: the time in nanoseconds and the
 * last step's loss, or {@code ok}. {@code compare.py} is the other end; {@code torch_worker.py} speaks the same lines.
 */
public final class TrainingBenchmark {
    private Workload workload;

    private TrainingBenchmark() {}

    /** Answers line by line until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        TrainingBenchmark benchmark = new TrainingBenchmark();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(benchmark.answer(line.split(" ")));
        }
    }

    private String answer(String[] words) throws IOException {
        switch (words[0]) {
            case "create":
                double dropout = Double.parseDouble(words[2]);
                workload = words[1].equals("small") ? Workload.small(dropout) : Workload.vgg16(dropout);
                return "ok";
            case "export":
                workload.export(Path.of(words[1]));
                return "ok";
            case "steps":
                double loss = 0;
                long start = System.nanoTime();
                for (int step = 0; step < Integer.parseInt(words[1]); step++) {
                    loss = workload.step();
                }
                return (System.nanoTime() - start) + " " + loss;
            default:
                throw new IllegalArgumentException("no such request: " + words[0]);
        }
    }
}
