package io.reverie.chaos;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures workers as separate processes: {@code takeover}, {@code malformed}, {@code messaging} or {@code scaling}; see
 * chaos/README.md.
 */
public final class Main {

    private static final int TAKE_OVERS = 5;
    private static final int MALFORMED = 10_000;
    private static final int GOOD = 100;
    private static final int QUEUED = 200;
    private static final int SINGLE = 100;
    private static final int DREAMS = 60;

    private Main() {}

    /** @param arguments what to measure, and the folder for data and logs */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        Path root = Path.of(System.getProperty("reverie.root", ".")).toAbsolutePath();
        switch (arguments[0]) {
            case "takeover" -> takeOver(folder, root);
            case "malformed" -> malformed(folder, root);
            case "messaging" -> messaging(folder, root);
            case "scaling" -> {
                for (int workers : new int[] {1, 2, 4}) {
                    scaling(folder.resolve(Integer.toString(workers)), root, workers);
                }
            }
            default -> throw new IllegalArgumentException("takeover, malformed, messaging or scaling");
        }
    }

    private static void takeOver(Path folder, Path root) throws Exception {
        try (Cluster cluster = Cluster.start(folder, root);
                Topics topics = new Topics(cluster.bootstrapServers())) {
            Prepared.prepare(cluster, topics);
            cluster.addWorkers("dream", 2);
            double[] seconds = TakeOver.measure(cluster, topics, TAKE_OVERS);
            System.out.println("A killed worker's dream is begun by another after " + Arrays.toString(seconds) + " s");
        }
    }

    private static void malformed(Path folder, Path root) throws Exception {
        try (Cluster cluster = Cluster.start(folder, root);
                Topics topics = new Topics(cluster.bootstrapServers())) {
            cluster.addWorkers("ingest", 1);
            System.out.println(Malformed.measure(topics, MALFORMED, GOOD));
        }
    }

    private static void messaging(Path folder, Path root) throws Exception {
        try (Cluster cluster = Cluster.start(folder, root);
                Topics topics = new Topics(cluster.bootstrapServers())) {
            Prepared.prepare(cluster, topics);
            cluster.addWorkers("dream", 1);
            // Pictures are no messaging.
            cluster.addWorkers("reconstruct", 1, "reverie.reconstruct.pictures=false");
            System.out.println(Messaging.measure(topics, QUEUED, SINGLE));
        }
    }

    private static void scaling(Path folder, Path root, int workers) throws Exception {
        try (Cluster cluster = Cluster.start(folder, root);
                Topics topics = new Topics(cluster.bootstrapServers())) {
            Prepared.prepare(cluster, topics);
            cluster.addWorkers("dream", workers);
            System.out.println(Scaling.measure(cluster, topics, workers, DREAMS));
        }
    }
}
