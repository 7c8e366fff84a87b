package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.reverie.standalone.client.RequestClient;
import io.reverie.standalone.client.S3Settings;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.system.DataDirectory;
import io.reverie.standalone.system.Session;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FolderStore;
import io.reverie.worker.S3Location;
import io.reverie.worker.S3Store;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which system a command talks to. */
public final class SystemOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder of the local system: its Kafka, artifacts and logs (default: ./${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Talk to the workers of this Kafka cluster instead of a local system.")
    private String bootstrap;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description =
                    "Artifact store that a cluster's workers use: a folder, or s3://BUCKET[/PREFIX] (default: "
                            + "DIR/store under --data). The local system has its own. How S3 is reached is said by the workers' "
                            + "quarkus.s3.* keys, as environment variables: QUARKUS_S3_ENDPOINT_OVERRIDE, AWS_ACCESS_KEY_ID ...")
    private String store;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry of the cluster, where its workers use one (profile registry).")
    private String registry;

    @Mixin
    private KafkaOptions kafka;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The cluster's address, or null for the local system. */
    String bootstrap() {
        return bootstrap;
    }

    DataDirectory directory() {
        return new DataDirectory(data);
    }

    /**
     * Opens a session with workers that take requests.
     *
     * @param console is told where a job cannot go on for now
     */
    public Session withWorkers(Console console) throws IOException {
        return isLocal()
                ? Session.withWorkers(directory(), console::interject)
                : Session.onCluster(kafka.settings(bootstrap, registry), clusterStore());
    }

    /** Opens a session that only reads the log. */
    Session withoutWorkers(Console console) throws IOException {
        return isLocal()
                ? Session.withoutWorkers(directory(), console::interject)
                : Session.onCluster(kafka.settings(bootstrap, registry), clusterStore());
    }

    /** Something to be sent. */
    interface Sending {
        int through(RequestClient client) throws IOException;
    }

    /** Sends something; a cluster's store is not needed for it. */
    int send(Console console, Sending sending) throws IOException {
        if (isLocal()) {
            try (Session session = Session.withoutWorkers(directory(), console::interject)) {
                return sending.through(session.client());
            }
        }
        try (RequestClient client = Session.clientOf(kafka.settings(bootstrap, registry))) {
            return sending.through(client);
        }
    }

    private boolean isLocal() {
        if (bootstrap == null) {
            kafka.requireNone();
            if (registry != null) {
                throw new ParameterException(
                        command.commandLine(), "--registry is for a cluster: give its --bootstrap as well");
            }
            if (isS3()) {
                throw new ParameterException(
                        command.commandLine(),
                        "--store s3:// is for a cluster: give its --bootstrap as well; the local system has a folder");
            }
        }
        return bootstrap == null;
    }

    /** The artifacts, without any Kafka. */
    ArtifactStore store() throws IOException {
        return isS3() ? bucket() : new FolderStore(storeFolder());
    }

    /** The same where the store has to be there: a folder is not made that no worker would look into. */
    private ArtifactStore clusterStore() throws IOException {
        if (isS3()) {
            return bucket();
        }
        Path folder = storeFolder();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(),
                    null,
                    "there is no artifact store; name the folder or the bucket that the workers use: --store");
        }
        return new FolderStore(folder);
    }

    private boolean isS3() {
        return store != null && store.startsWith(S3Location.SCHEME);
    }

    /** Makes sure that it answers: nobody is to hear of a wrong key when a dream is done. */
    private ArtifactStore bucket() throws IOException {
        S3Location location;
        try {
            location = S3Location.parse(store);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--store: " + e.getMessage(), e);
        }
        S3Store bucket = new S3Store(S3Settings.find().client(), location);
        bucket.requireBucket();
        return bucket;
    }

    private Path storeFolder() {
        return store == null ? directory().store() : Path.of(store);
    }
}
