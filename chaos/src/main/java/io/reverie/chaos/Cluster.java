package io.reverie.chaos;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.reverie.worker.FolderStore;

/** A broker and workers, each a process of its own, around one store. */
final class Cluster implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Path folder;
    private final Path root;
    private final int port;
    private final ChildProcess broker;
    private final List<ChildProcess> workers = new ArrayList<>();

    private Cluster(Path folder, Path root, int port) {
        this.folder = folder;
        this.root = root;
        this.port = port;
        this.broker = new ChildProcess(
                "broker",
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        folder.resolve("kafka").toString(),
                        Integer.toString(port)),
                folder.resolve("broker.log"));
    }

    /**
     * Starts a broker.
     *
     * @param folder of its data, the store and the logs
     * @param root of the checkout, built
     */
    static Cluster start(Path folder, Path root) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Cluster cluster = new Cluster(folder, root, freePort());
        cluster.startBroker();
        return cluster;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts workers of a kind.
     *
     * @param kind ingest, train, dream or reconstruct
     * @param settings {@code key=value}
     */
    void addWorkers(String kind, int number, String... settings) throws IOException {
        for (int i = 0; i < number; i++) {
            String name = kind + "-" + workers(kind).size();
            List<String> arguments = new ArrayList<>(List.of(
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "-Dquarkus.http.port=0",
                    "-Dkafka.bootstrap.servers=" + bootstrapServers(),
                    "-Dreverie.store.folder=" + folder.resolve("store")));
            Stream.of(settings).map(setting -> "-D" + setting).forEach(arguments::add);
            Path application = root.resolve(kind + "-worker/target/quarkus-app/quarkus-run.jar");
            if (!Files.exists(application)) {
                throw new IOException("There is no " + application + "; build it: mvn -q package -DskipTests");
            }
            arguments.addAll(List.of("-jar", application.toString()));
            ChildProcess worker = new ChildProcess(name, arguments, folder.resolve(name + ".log"));
            worker.start();
            workers.add(worker);
        }
    }

    List<ChildProcess> workers() {
        return workers;
    }

    List<ChildProcess> workers(String kind) {
        return workers.stream()
                .filter(worker -> worker.name().startsWith(kind + "-"))
                .toList();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    FolderStore store() throws IOException {
        return new FolderStore(folder.resolve("store"));
    }

    /** Kills the broker as {@code kill -9} does, and starts it again. */
    void killBroker() throws IOException, InterruptedException {
        broker.kill();
        startBroker();
    }

    /** Stops the broker in order, and starts it again. */
    void restartBroker() throws IOException, InterruptedException {
        broker.close();
        startBroker();
    }

    private void startBroker() throws IOException, InterruptedException {
        long from = broker.logged();
        broker.start();
        broker.awaitLine("ready ", from, LONGEST_START);
    }

    /** Starts again what has ended. */
    void revive() throws IOException {
        for (ChildProcess worker : workers) {
            if (!worker.isAlive()) {
                worker.start();
            }
        }
    }

    /** Stops every worker in order; they are forgotten. */
    void stopWorkers() {
        workers.parallelStream().forEach(ChildProcess::close);
        workers.clear();
    }

    @Override
    public void close() {
        workers.parallelStream().forEach(ChildProcess::close);
        broker.close();
    }
}
