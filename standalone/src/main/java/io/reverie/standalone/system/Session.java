package io.reverie.standalone.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.reverie.standalone.client.ClientSettings;
import io.reverie.standalone.client.FailureLog;
import io.reverie.standalone.client.KafkaUnavailableException;
import io.reverie.standalone.client.RequestClient;
import io.reverie.standalone.client.RetainedEvents;
import io.reverie.standalone.client.Retries;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FolderStore;

/**
 * What a command talks to: a cluster, the system that runs on a data directory, or one that lives as long as the
 * session. Closing it stops what it started.
 */
public final class Session implements AutoCloseable {

    private static final long START_MILLIS = 60_000;
    private static final long RETRY_MILLIS = 200;

    private final RunningSystem system;
    private final ArtifactStore store;
    private final RequestClient client;
    private final ClientSettings settings;
    private final LocalSystem own;

    private Session(
            RunningSystem system, ArtifactStore store, RequestClient client, ClientSettings settings, LocalSystem own) {
        this.system = system;
        this.store = store;
        this.client = client;
        this.settings = settings;
        this.own = own;
    }

    /** Talks to the workers of a cluster, whose artifacts lie in a store. */
    public static Session onCluster(ClientSettings settings, ArtifactStore store) throws IOException {
        Logs.none();
        RequestClient client = RequestClient.connect(settings, () -> {});
        return new Session(new RunningSystem(0, settings.bootstrapServers(), null), store, client, settings, null);
    }

    /** Sends to a cluster and asks nothing of its store; to be closed by the caller. */
    public static RequestClient clientOf(ClientSettings settings) throws IOException {
        Logs.none();
        return RequestClient.connect(settings, () -> {});
    }

    /**
     * Talks to the workers that run on a data directory, or starts them.
     *
     * @param notices is given a line where a job that is waited for cannot go on for now, or the system breaks down
     */
    public static Session withWorkers(DataDirectory directory, Consumer<String> notices) throws IOException {
        return open(directory, true, notices);
    }

    /** Reads the log of a data directory; starts its Kafka without workers where no system runs. */
    public static Session withoutWorkers(DataDirectory directory, Consumer<String> notices) throws IOException {
        if (!Files.exists(directory.root())) {
            throw new NoSuchFileException(directory.root().toString(), null, "there is no system in it");
        }
        return open(directory, false, notices);
    }

    /**
     * Starts a system that listens where it is told.
     *
     * @param kafkaPort 0: any free port
     * @param httpPort 0: any free port
     * @param workers whether to start the workers too; without them nothing listens on the HTTP port
     * @param notices is given a line where the system breaks down
     * @throws IOException where one runs on the directory already or a port is in use
     */
    public static Session start(
            DataDirectory directory, int kafkaPort, int httpPort, boolean workers, Consumer<String> notices)
            throws IOException {
        Optional<DataDirectory.Claim> claim = directory.claim();
        if (claim.isEmpty()) {
            throw new IOException("A system runs on " + directory.root() + " already"
                    + directory
                            .running()
                            .map(system -> ": process " + system.pid() + ", Kafka at " + system.bootstrapServers())
                            .orElse("")
                    + ". Stop it or choose another --data");
        }
        return own(
                directory, LocalSystem.start(directory, claim.get(), kafkaPort, httpPort, workers, notices), notices);
    }

    private static Session open(DataDirectory directory, boolean workers, Consumer<String> notices) throws IOException {
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        while (true) {
            Optional<DataDirectory.Claim> claim = directory.claim();
            if (claim.isPresent()) {
                return own(
                        directory,
                        LocalSystem.start(directory, claim.get(), 0, LocalSystem.NO_HTTP, workers, notices),
                        notices);
            }
            // Another process holds it: ready, on its way up, or on its way down.
            Optional<RunningSystem> running = directory.running();
            if (running.isPresent()) {
                return attached(directory, running.get(), notices);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "Another process holds " + directory.root() + " but its system does not become ready");
            }
            pause();
        }
    }

    private static Session own(DataDirectory directory, LocalSystem own, Consumer<String> notices) throws IOException {
        WorkerHealth health = new WorkerHealth();
        WorkerTroubles troubles = new WorkerTroubles(notices);
        boolean connected = false;
        try {
            ClientSettings settings = ClientSettings.of(own.description().bootstrapServers());
            Session session = new Session(
                    own.description(),
                    new FolderStore(directory.store()),
                    RequestClient.connect(settings, () -> health.check(troubles)),
                    settings,
                    own);
            connected = true;
            return session;
        } finally {
            if (!connected) {
                own.close();
            }
        }
    }

    private static Session attached(DataDirectory directory, RunningSystem running, Consumer<String> notices)
            throws IOException {
        Logs.none();
        WorkerTroubles troubles = new WorkerTroubles(notices);
        HealthEndpoint health = running.http() == null ? null : new HealthEndpoint(running.http());
        ClientSettings settings = ClientSettings.of(running.bootstrapServers());
        RequestClient client = RequestClient.connect(settings, () -> {
            if (!directory.isClaimed()) {
                throw new KafkaUnavailableException("The system on " + directory.root()
                        + " stopped before the job was done; the job goes on when it runs again, see reverie up");
            }
            if (health != null) {
                look(troubles, health);
            }
        });
        return new Session(running, new FolderStore(directory.store()), client, settings, null);
    }

    private static void look(WorkerTroubles troubles, HealthEndpoint health) {
        try {
            troubles.look(health.ready());
        } catch (IOException e) {
            // The claim tells whether the system runs; a busy one may be slow to answer.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a system to start", e);
        }
    }

    /** Where the system answers. */
    public RunningSystem system() {
        return system;
    }

    /**
     * Waits until the workers of this process have caught up and take work.
     *
     * @return what is missing where it takes longer than that; empty where nothing is
     */
    public List<String> awaitReady(Duration longest) {
        return own == null ? List.of() : new WorkerHealth().awaitReady(longest);
    }

    /** The artifacts of the system. */
    public ArtifactStore store() {
        return store;
    }

    public RequestClient client() {
        return client;
    }

    /** What failed on this system. */
    public FailureLog failures() {
        return new FailureLog(settings);
    }

    /** Sends dead letters of this system again; to be closed by the caller. */
    public Retries retries() {
        return new Retries(settings);
    }

    /** Reads what the events of this system name. */
    public RetainedEvents retainedEvents() throws KafkaUnavailableException {
        return RetainedEvents.read(settings);
    }

    @Override
    public void close() {
        client.close();
        if (own != null) {
            own.close();
        }
    }
}
