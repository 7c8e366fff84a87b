package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import jakarta.enterprise.inject.CreationException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes what the configuration chooses. */
@Singleton
class WorkerBeans {

    private static final Logger LOG = Logger.getLogger(WorkerBeans.class);

    /** Longer than any artifact takes to be written. */
    private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

    private static final int LONGEST_REASON = 200;

    @Produces
    @Singleton
    ArtifactStore store(StoreConfig config, S3StoreConfig s3, Instance<S3Client> client) throws IOException {
        ConfiguredValue.require(
                "reverie.store.least-free-megabytes", config.leastFreeMegabytes(), 0, Integer.MAX_VALUE);
        return switch (config.kind()) {
            case "folder" -> folder(config);
            case "s3" -> bucket(s3, client);
            default -> throw new IllegalArgumentException(
                    "reverie.store.kind must be folder or s3, but is " + config.kind());
        };
    }

    private static FolderStore folder(StoreConfig config) throws IOException {
        FolderStore store = new FolderStore(config.folder(), (long) config.leastFreeMegabytes() << 20);
        removeUnfinished(store);
        return store;
    }

    /** Here and nowhere else a client is made: it costs memory and time. */
    private static S3Store bucket(S3StoreConfig config, Instance<S3Client> client) {
        S3Location location = location(config);
        try {
            return new S3Store(client.get(), location);
        } catch (CreationException | SdkClientException e) {
            // The container tells first which of its beans it was.
            String why = e instanceof CreationException && e.getCause() != null
                    ? e.getCause().getMessage()
                    : e.getMessage();
            throw new IllegalArgumentException(
                    "S3 cannot be used as quarkus.s3.* says; quarkus.s3.aws.region must name a region unless AWS's own"
                            + " settings do, and a server of one's own takes any, such as us-east-1: "
                            + Printable.of(why, LONGEST_REASON),
                    e);
        }
    }

    static S3Location location(S3StoreConfig config) {
        String bucket = config.bucket()
                .orElseThrow(() -> new IllegalArgumentException(
                        "reverie.store.s3.bucket must name a bucket where reverie.store.kind is s3"));
        if (!S3Location.isBucket(bucket)) {
            throw new IllegalArgumentException(
                    "reverie.store.s3.bucket must be " + S3Location.ALLOWED_BUCKET + ", but is " + bucket);
        }
        try {
            return new S3Location(
                    bucket, S3Location.withoutSlash(config.prefix().orElse("")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reverie.store.s3.prefix: " + e.getMessage(), e);
        }
    }

    private static void removeUnfinished(ArtifactStore store) {
        try {
            for (StoredFile unfinished : store.unfinished(UNFINISHED_FOR)) {
                store.removeUnfinished(unfinished);
            }
        } catch (IOException e) {
            LOG.warnf("Cannot remove what was left unfinished in the store: %s", e);
        }
    }
}
