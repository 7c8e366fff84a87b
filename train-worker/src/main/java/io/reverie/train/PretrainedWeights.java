package io.reverie.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.reverie.network.KerasWeights;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.UnusableArtifactException;
import io.reverie.worker.VerifiedContent;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jboss.logging.Logger;

/**
 * Weights of VGG16 in a Keras file in the store.
 *
 * @param store where the file is
 * @param key its key
 * @param sha256 SHA-256 of its content
 * @param all whether the file must have every layer but the head, because they do not move
 */
record PretrainedWeights(ArtifactStore store, String key, String sha256, boolean all) implements FirstWeights {

    private static final Logger LOG = Logger.getLogger(PretrainedWeights.class);
    private static final String FIELD = "network.pretrained";

    /**
     * SHA-256 of the file as it is now.
     *
     * @throws JobRejectedException where there is no such file
     */
    static String identity(ArtifactStore store, String key) throws IOException {
        try {
            return store.describe(key).getSha256();
        } catch (UnusableArtifactException e) {
            throw VerifiedContent.rejection(e, FIELD);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws JobRejectedException where the file is not a Keras file of VGG16, naming the layer that is missing or of
     *     another shape, or has changed since the job was first seen
     */
    @Override
    public void giveTo(MultiLayerNetwork network) throws IOException {
        // The HDF5 library reads files, not streams.
        Path copy = Files.createTempFile("reverie-pretrained-", ".h5");
        try {
            VerifiedContent.read(
                    store, key, sha256, FIELD, in -> Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING));
            KerasWeights.Imported imported = read(copy, network);
            if (all && !imported.fresh().isEmpty()) {
                throw new JobRejectedException(
                        FailureCodes.INVALID_VALUE,
                        FIELD,
                        "the file '" + key + "' has no weights for " + imported.fresh()
                                + ", which would stay random where network.trainable is HEAD",
                        "a file with the top of VGG16 (fc1 and fc2), or network.trainable ALL");
            }
            LOG.infof("pretrained=%s layers=%s fresh=%s", key, imported.layers(), imported.fresh());
        } finally {
            Files.delete(copy);
        }
    }

    private KerasWeights.Imported read(Path copy, MultiLayerNetwork network) {
        try {
            return KerasWeights.read(copy, network);
        } catch (IOException e) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    FIELD,
                    "the file '" + key + "' cannot be taken: " + e.getMessage(),
                    "a Keras .h5 file with the weights of VGG16",
                    e);
        }
    }
}
