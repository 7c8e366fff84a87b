package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from a store what no retained event names. A job's files stay or go together, its manifest and its reservation
 * with them.
 *
 * <p>What stays besides: what is younger than a grace period, a job with any file that is; the reservation of a job that
 * a worker may take up, with its files (a training's checkpoint) and whatever its reservation pins; and everything that
 * lies elsewhere than under the prefixes of workers and inputs.
 *
 * <p>The files are to be listed before the topics are read, and removed after: what is written meanwhile is not listed.
 */
public final class StoreCleaning {

    private static final String INPUTS = "inputs/";
    private static final List<String> PREFIXES = List.of("spectrograms", "models", "dreams", "recordings", "scores");
    private static final Pattern FOLDER = Pattern.compile("([a-z]+/[0-9a-f]{64})/.+");
    private static final Pattern FOLDER_IN_TEXT = Pattern.compile("[a-z]+/[0-9a-f]{64}(?=/)");
    private static final Pattern RESERVATION = Pattern.compile("[a-z]+/by-id/[0-9a-f]{64}\\.json");

    private final ArtifactStore store;
    private final Instant latest;
    private final List<StoredFile> inputs;
    private final Map<String, List<StoredFile>> jobs = new TreeMap<>();
    private final List<StoredFile> reservations = new ArrayList<>();
    private final List<StoredFile> unfinished;

    /** What would be, or was, removed; {@code unfinished} are writes that never ended. */
    public record Garbage(List<StoredFile> artifacts, List<StoredFile> unfinished) {

        public Garbage {
            artifacts = List.copyOf(artifacts);
            unfinished = List.copyOf(unfinished);
        }
    }

    private StoreCleaning(ArtifactStore store, Instant latest, List<StoredFile> unfinished) throws IOException {
        this.store = store;
        this.latest = latest;
        this.unfinished = unfinished;
        this.inputs = store.files(INPUTS);
        for (String prefix : PREFIXES) {
            for (StoredFile file : store.files(prefix + "/")) {
                Matcher folder = FOLDER.matcher(file.key());
                if (folder.matches()) {
                    jobs.computeIfAbsent(folder.group(1), key -> new ArrayList<>())
                            .add(file);
                } else if (RESERVATION.matcher(file.key()).matches()) {
                    reservations.add(file);
                }
            }
        }
    }

    /**
     * Lists the store.
     *
     * @param grace what is younger stays; longer than the longest job, and than a request may take to follow its inputs
     */
    public static StoreCleaning list(ArtifactStore store, Duration grace) throws IOException {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("The grace period must not be negative, but is " + grace);
        }
        return new StoreCleaning(store, Instant.now().minus(grace), store.unfinished(grace));
    }

    /**
     * What goes.
     *
     * @param names of every retained event
     */
    public Garbage garbage(RetainedNames names) throws IOException {
        Map<StoredFile, String> reserved = new HashMap<>();
        Set<String> kept = new HashSet<>();
        names.keys().forEach(key -> keepFolders(key, kept));
        jobs.forEach((folder, files) -> {
            if (names.namesFolder(folder) || !files.stream().allMatch(this::isOld)) {
                kept.add(folder);
            }
        });
        for (StoredFile file : reservations) {
            read(file).ifPresent(reservation -> {
                String folder = file.key().substring(0, file.key().indexOf('/')) + "/" + reservation.hash();
                reserved.put(file, folder);
                if (names.asksFor(reservation.job()) || !isOld(file)) {
                    kept.add(folder);
                    reservation.inputs().values().forEach(pinned -> keepFolders(pinned, kept));
                }
            });
        }
        List<StoredFile> garbage = new ArrayList<>();
        inputs.stream()
                .filter(file -> isOld(file) && !names.namesKey(file.key()))
                .forEach(garbage::add);
        jobs.forEach((folder, files) -> {
            if (!kept.contains(folder)) {
                garbage.addAll(files);
            }
        });
        reserved.forEach((file, folder) -> {
            if (isOld(file) && !kept.contains(folder)) {
                garbage.add(file);
            }
        });
        // A job whose manifest has gone is done again by whoever asks for it in the middle of this.
        garbage.sort(Comparator.comparing((StoredFile file) -> !file.key().endsWith("/" + JobRunner.MANIFEST))
                .thenComparing(StoredFile::key));
        return new Garbage(garbage, unfinished);
    }

    /**
     * Removes it.
     *
     * @throws IOException where the store cannot be reached; what was removed by then is removed
     */
    public void remove(Garbage garbage) throws IOException {
        for (StoredFile file : garbage.artifacts()) {
            store.delete(file.key());
        }
        for (StoredFile file : garbage.unfinished()) {
            store.removeUnfinished(file);
        }
    }

    private boolean isOld(StoredFile file) {
        return file.modified().isBefore(latest);
    }

    private static void keepFolders(String text, Set<String> kept) {
        FOLDER_IN_TEXT.matcher(text).results().forEach(folder -> kept.add(folder.group()));
    }

    /** Empty where it has gone, is blank or damaged, which nobody but its owner may decide about. */
    private Optional<Reservation> read(StoredFile file) throws IOException {
        try {
            return Reservation.read(store, file.key());
        } catch (UnusableArtifactException | JobRejectedException e) {
            return Optional.empty();
        }
    }
}
