package io.reverie.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.worker.FolderStore;
import io.reverie.worker.JobRejectedException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PretrainedWeightsTest {

    private static final String KEY = "inputs/ab/vgg16.h5";

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNoneIsNamedByItsKeyAlone() throws IOException {
        // Given
        FolderStore store = new FolderStore(folder);
        store.put(KEY, "application/x-hdf5", out -> out.write("weights".getBytes(StandardCharsets.UTF_8)));
        PretrainedWeights weights = new PretrainedWeights(store, KEY, PretrainedWeights.identity(store, KEY), false);
        MultiLayerNetwork network =
                SmallNetwork.create(SmallNetworkParameters.of(32, 64, 2, OptimiserParameters.defaults(1), 0, 0));

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> weights.giveTo(network));

        // Then
        assertThat(rejection.field()).isEqualTo("network.pretrained");
        assertThat(rejection).hasMessage("the file '" + KEY + "' cannot be taken: not an HDF5 file");
    }
}
