package io.reverie.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.reverie.standalone.command.CommandRun;
import io.reverie.standalone.kafka.SecuredKafka;

/**
 * A secured broker, one process of each worker, and commands. Each worker and each command has a user of its own with
 * the rights that docs/operations.md grants it.
 */
final class SecuredSystem implements AutoCloseable {

    private static final List<String> KINDS = List.of("ingest", "train", "dream", "reconstruct");

    private final Path folder;
    private final SecuredKafka kafka;
    private final Map<String, WorkerProcess> workers = new HashMap<>();
    private final Set<Right> rights = new TreeSet<>();

    private SecuredSystem(Path folder, SecuredKafka kafka) {
        this.folder = folder;
        this.kafka = kafka;
    }

    /** Starts all of it; workers may take a little longer to be ready. */
    static SecuredSystem start(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("store"));
        SecuredSystem system = new SecuredSystem(folder, SecuredKafka.start(folder));
        system.createTopics();
        system.rights.addAll(DocumentedRights.ofWorkers());
        for (String command : DocumentedRights.clients()) {
            system.rights.addAll(DocumentedRights.ofClient(client(command), command));
        }
        Set<String> users = system.rights.stream().map(Right::user).collect(Collectors.toSet());
        system.kafka.putUsers(users.stream().collect(Collectors.toMap(user -> user, SecuredSystem::password)));
        system.kafka.grant(system.rights.stream().map(Right::binding).toList());
        for (String kind : KINDS) {
            system.startWorker(kind, password(user(kind)));
        }
        return system;
    }

    private void createTopics() throws IOException {
        Path config = file("admin", kafka.adminClient());
        CommandRun run = CommandRun.of(
                "topics", "create", "--bootstrap", kafka.bootstrapServers(), "--kafka-config", config.toString());
        if (run.status() != 0) {
            throw new IOException(run.err());
        }
    }

    /** What the users may do. */
    Set<Right> rights() {
        return rights;
    }

    /** The topics as the administrator sees them. */
    Cluster cluster() {
        Map<String, Object> settings = new HashMap<>(kafka.adminClient());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return new Cluster(settings);
    }

    WorkerProcess worker(String kind) {
        return workers.get(kind);
    }

    /** Stops a worker, where it runs, and starts it with a password. */
    void startWorker(String kind, String password) throws IOException, InterruptedException {
        if (workers.containsKey(kind)) {
            workers.get(kind).close();
        }
        Map<String, String> client = SecuredKafka.login(user(kind), password, kafka.trust());
        workers.put(kind, WorkerProcess.start(kind, folder, kafka.bootstrapServers(), client));
    }

    void withdraw(Right right) throws Exception {
        kafka.withdraw(right.binding());
    }

    void grant(Right right) throws Exception {
        kafka.grant(List.of(right.binding()));
    }

    /** Runs a command as the user who has the rights for it. */
    CommandRun run(String... arguments) throws IOException {
        String user = client(arguments[0]);
        return runAs(user, password(user), arguments);
    }

    CommandRun runAs(String user, String password, String... arguments) throws IOException {
        Path config = file(arguments[0], SecuredKafka.login(user, password, kafka.trust()));
        Stream<String> where = Stream.of(
                "--bootstrap",
                kafka.bootstrapServers(),
                "--store",
                folder.resolve("store").toString(),
                "--kafka-config",
                config.toString());
        return CommandRun.of(Stream.concat(Stream.of(arguments), where).toArray(String[]::new));
    }

    /** The worker's user. */
    static String user(String kind) {
        return "reverie-" + kind;
    }

    /** The command's user. */
    static String client(String command) {
        return "client-" + command;
    }

    static String password(String user) {
        return user + "'s secret";
    }

    private Path file(String name, Map<String, String> properties) throws IOException {
        Properties all = new Properties();
        all.putAll(properties);
        Path file = Files.createTempFile(folder, name, ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            all.store(out, null);
        }
        return file;
    }

    @Override
    public void close() throws Exception {
        for (WorkerProcess worker : workers.values()) {
            worker.close();
        }
        kafka.close();
    }
}
