package io.reverie.train;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import io.reverie.worker.ArtifactStore;
import io.reverie.worker.Job;
import io.reverie.worker.StoreUnavailableException;
import org.jboss.logging.Logger;

/**
 * Checkpoints of a job as one artifact beside its others, replaced whole every so many steps.
 *
 * <p>The file: what it is, of which job and by which version of the algorithm, then the {@link TrainingState}; in gzip's
 * format for its checksum, not compressed, for weights hardly can be. The file is checked whole before anything of it is
 * used; one that is damaged or another's is passed over with a line in the log.
 */
final class StoredCheckpoints implements Checkpoints {

    private static final Logger LOG = Logger.getLogger(StoredCheckpoints.class);
    private static final String CONTENT_TYPE = "application/gzip";
    private static final String FILE = "checkpoint.gz";
    private static final int BUFFER_BYTES = 1 << 16;

    private final ArtifactStore store;
    private final Job job;
    private final String heading;
    private final int interval;

    /**
     * @param algorithm version of the algorithm
     * @param interval steps from one checkpoint to the next, at least 1
     */
    StoredCheckpoints(ArtifactStore store, Job job, String algorithm, int interval) {
        this.store = store;
        this.job = job;
        this.heading = "reverie checkpoint 1, job " + job.hash() + ", algorithm " + algorithm;
        this.interval = interval;
    }

    /** Key of the checkpoint of a job. */
    static String key(Job job) {
        return job.artifactKey(FILE);
    }

    @Override
    public void restore(TrainingState state) throws IOException {
        String key = key(job);
        if (!store.exists(key)) {
            return;
        }
        String fault = fault();
        if (fault != null) {
            LOG.warnf("job=%s the checkpoint %s is not used, the training begins anew: %s", job.id(), key, fault);
            return;
        }
        try (DataInputStream in = open()) {
            in.readUTF();
            state.read(in);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (IOException e) {
            // Whole and ours, yet not what this training needs: not to be met again when the job is tried again.
            store.delete(key);
            throw new IOException("the checkpoint " + key + " cannot be used and was removed: " + e, e);
        }
        LOG.infof(
                "job=%s goes on from its checkpoint after step %d",
                job.id(), state.curves().steps());
    }

    @Override
    public void afterStep(TrainingState state) throws IOException {
        if (state.curves().steps() % interval == 0) {
            store.put(key(job), CONTENT_TYPE, out -> write(state, out));
        }
    }

    private void write(TrainingState state, OutputStream out) throws IOException {
        Stored gzip = new Stored(out);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(gzip, BUFFER_BYTES));
        data.writeUTF(heading);
        state.write(data);
        data.flush();
        gzip.finish();
    }

    /** What is wrong with the file; null where nothing is. */
    private String fault() throws IOException {
        try (DataInputStream in = open()) {
            boolean ours = in.readUTF().equals(heading);
            // gzip's checksum comes last.
            in.transferTo(OutputStream.nullOutputStream());
            return ours ? null : "it is of another job or algorithm";
        } catch (ZipException | EOFException | UTFDataFormatException damage) {
            return "it is damaged: " + damage.getMessage();
        }
    }

    private DataInputStream open() throws IOException {
        InputStream stored = store.open(key(job));
        try {
            return new DataInputStream(new GZIPInputStream(stored, BUFFER_BYTES));
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private static final class Stored extends GZIPOutputStream {

        Stored(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
