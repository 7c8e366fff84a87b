package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes what the configuration chooses. */
@Singleton
class WorkerBeans {

    private static final Logger LOG = Logger.getLogger(WorkerBeans.class);

    /** Longer than any artifact takes to be written. */
    private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

    @Produces
    @Singleton
    ArtifactStore store(StoreConfig config, S3StoreConfig s3, Instance<S3Client> client) throws IOException {
        ConfiguredValue.require(
                "reverie.store.least-free-megabytes", config.leastFreeMegabytes(), 0, Integer.MAX_VALUE);
        return switch (config.kind()) {
            case "folder" -> folder(config);
                // No client is made where none is used: it costs memory and time.
            case "s3" -> new S3Store(client.get(), location(s3));
            default -> throw new IllegalArgumentException(
                    "reverie.store.kind must be folder or s3, but is " + config.kind());
        };
    }

    private static FolderStore folder(StoreConfig config) throws IOException {
        FolderStore store = new FolderStore(config.folder(), (long) config.leastFreeMegabytes() << 20);
        removeUnfinished(store);
        return store;
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
