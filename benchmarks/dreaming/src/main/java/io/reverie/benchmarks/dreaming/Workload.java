package io.reverie.benchmarks.dreaming;

import java.io.IOException;
import java.nio.file.Path;

/** Work that PyTorch does as well, one iteration after the other. */
interface Workload extends AutoCloseable {

    /** Times iterations. */
    Timing run(int iterations);

    /** Writes what PyTorch needs to do the same, and results to compare with, as NumPy arrays. */
    void export(Path folder) throws IOException;

    @Override
    void close();
}
