package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;

import io.reverie.standalone.output.Console;
import io.reverie.standalone.system.DataDirectory;
import io.reverie.standalone.system.Session;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FolderStore;
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
            paramLabel = "DIR",
            description = "Folder of the artifact store (default: DIR/store under --data). A cluster's workers must "
                    + "use the same one; the local system has its own.")
    private Path store;

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
                : Session.onCluster(kafka.settings(bootstrap, registry), storeFolder());
    }

    /** Opens a session that only reads the log. */
    Session withoutWorkers(Console console) throws IOException {
        return isLocal()
                ? Session.withoutWorkers(directory(), console::interject)
                : Session.onCluster(kafka.settings(bootstrap, registry), storeFolder());
    }

    private boolean isLocal() {
        if (bootstrap == null) {
            kafka.requireNone();
            if (registry != null) {
                throw new ParameterException(
                        command.commandLine(), "--registry is for a cluster: give its --bootstrap as well");
            }
        }
        return bootstrap == null;
    }

    /** The artifacts, without any Kafka. */
    ArtifactStore store() throws IOException {
        return new FolderStore(storeFolder());
    }

    private Path storeFolder() {
        return store == null ? directory().store() : store;
    }
}
