package io.reverie.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The native library that computes: the fastest that the processor supports, chosen before ND4J is touched for the first
 * time, and named as it is loaded.
 *
 * <p>A build with the backend for CUDA uses it only where {@link ComputingBackend} has found a device for it.
 *
 * <p>JavaCPP would silently fall back to a binary without oneDNN, whose convolutions are ten times slower; naming the
 * binary in the system property {@value #EXTENSION_PROPERTY} makes a missing one an error instead. A value that is
 * already set is respected.
 */
public final class NativeBackend {
    /** The system property by which JavaCPP chooses among the binaries of a platform. */
    public static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";

    /** What the property is called once JavaCPP has read it. */
    private static final String JAVACPP_EXTENSION = "platform.extension";

    private static final String CPU_NAME = "nd4j-cpu";
    private static final String CUDA_NAME = "nd4j-cuda";
    private static final String BINDINGS = "org/nd4j/linalg/cpu/nativecpu/bindings/";
    private static final List<String> LIBRARY_FILES = List.of("libnd4jcpu.so", "libnd4jcpu.dylib", "nd4jcpu.dll");
    private static final String ONEDNN_AVX2 = "-onednn-avx2";
    private static final String ONEDNN = "-onednn";
    private static final String PLAIN = "";
    private static final String CUDNN = "-cudnn";

    private final String name;
    private final String instructionSet;
    private final int threads;
    private final SortedMap<String, String> versions;

    private NativeBackend(String name, String instructionSet, int threads, SortedMap<String, String> versions) {
        this.name = name;
        this.instructionSet = instructionSet;
        this.threads = threads;
        this.versions = Collections.unmodifiableSortedMap(versions);
    }

    /**
     * Chooses and initialises the backend once in a process; later calls return the same.
     *
     * @throws IllegalStateException if no binary for this platform can be loaded
     */
    public static NativeBackend load() {
        try {
            return Holder.BACKEND;
        } catch (ExceptionInInitializerError failure) {
            throw new IllegalStateException(
                    "ND4J's native library could not be loaded: " + failure.getCause(), failure.getCause());
        } catch (NoClassDefFoundError failure) {
            throw new IllegalStateException(
                    "ND4J's native library could not be loaded, see the first failure", failure);
        }
    }

    /**
     * The same with the backend for CUDA, whose first device must be known to run it: see {@link ComputingBackend}.
     *
     * @throws IllegalStateException if the binary cannot be loaded, or if another backend is
     */
    static NativeBackend loadCuda() {
        // The holder reads it; where it has been initialised already, nothing does.
        System.setProperty(EXTENSION_PROPERTY, CUDNN);
        NativeBackend backend = load();
        if (!backend.name.equals(CUDA_NAME)) {
            throw new IllegalStateException(
                    "a process has one backend: " + backend + " was loaded before the one for CUDA was asked for");
        }
        return backend;
    }

    /** The kind of backend, {@code nd4j-cpu} or {@code nd4j-cuda}. */
    public String name() {
        return name;
    }

    /**
     * The binary that is loaded: {@code onednn-avx2}, {@code onednn}, {@code plain} or another that was asked for; of CUDA what
     * the device runs, {@code compute-capability-8.6}.
     */
    public String instructionSet() {
        return instructionSet;
    }

    /** Threads that an operation uses at most. */
    public int threads() {
        return threads;
    }

    /** Versions by name: {@code nd4j}, {@code java} and {@code platform}. */
    public Map<String, String> versions() {
        return versions;
    }

    /** Memory of the device that nobody has taken at this moment, in bytes; 0 for the processor. */
    long freeDeviceBytes() {
        return name.equals(CUDA_NAME)
                ? NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceFreeMemory(0)
                : 0;
    }

    @Override
    public String toString() {
        return name() + " " + versions.get("nd4j") + " " + instructionSet + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    private static NativeBackend initialise() {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (System.getProperty(EXTENSION_PROPERTY) == null) {
            ClassLoader loader = NativeBackend.class.getClassLoader();
            System.setProperty(
                    EXTENSION_PROPERTY,
                    choose(processorFlags(Path.of("/proc/cpuinfo")), extension -> LIBRARY_FILES.stream()
                            .anyMatch(
                                    file -> loader.getResource(BINDINGS + platform + extension + "/" + file) != null)));
        }
        // Whoever asked a driver for its devices has made JavaCPP read its properties already, without the binary's
        // name.
        Loader.loadProperties().setProperty(JAVACPP_EXTENSION, System.getProperty(EXTENSION_PROPERTY));
        boolean cuda = System.getProperty(EXTENSION_PROPERTY).equals(CUDNN);
        OneBackend.offer(cuda ? OneBackend.CUDA : OneBackend.CPU);
        int threads = Nd4j.getEnvironment().maxThreads();
        SortedMap<String, String> versions = new TreeMap<>();
        versions.put("nd4j", nd4jVersion());
        versions.put("java", System.getProperty("java.version"));
        versions.put("platform", platform);
        if (cuda) {
            NativeOps device = NativeOpsHolder.getInstance().getDeviceNativeOps();
            return new NativeBackend(
                    CUDA_NAME,
                    "compute-capability-" + device.getDeviceMajor(0) + "." + device.getDeviceMinor(0),
                    threads,
                    versions);
        }
        String extension = loadedExtension(Path.of("/proc/self/maps"), platform)
                .orElseGet(() -> System.getProperty(EXTENSION_PROPERTY));
        return new NativeBackend(CPU_NAME, extension.isEmpty() ? "plain" : extension.substring(1), threads, versions);
    }

    private static String nd4jVersion() {
        try (InputStream in =
                Nd4j.class.getClassLoader().getResourceAsStream("META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    /** JavaCPP's name of the platform: {@code linux-x86_64}, {@code macosx-arm64} and so on. */
    static String platform(String osName, String architecture) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "macosx" : "windows";
        String processor =
                switch (architecture.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64", "x86-64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> architecture;
                };
        return system + "-" + processor;
    }

    /** The fastest binary that the processor supports and that is on the class path. */
    static String choose(Set<String> processorFlags, Predicate<String> present) {
        if (processorFlags.contains("avx2") && present.test(ONEDNN_AVX2)) {
            return ONEDNN_AVX2;
        }
        return present.test(ONEDNN) ? ONEDNN : PLAIN;
    }

    /** The processor's features as Linux lists them; empty where that list does not exist. */
    static Set<String> processorFlags(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> (Set<String>) new HashSet<>(
                            List.of(line.substring(line.indexOf(':') + 1).trim().split("\\s+"))))
                    .orElse(Set.of());
        } catch (IOException | UncheckedIOException noSuchList) {
            return Set.of();
        }
    }

    /** The extension of the library that is mapped into this process, where the system tells. */
    static Optional<String> loadedExtension(Path maps, String platform) {
        Pattern library = Pattern.compile("/" + Pattern.quote(platform) + "([^/]*)/libnd4jcpu\\.so");
        try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
            return lines.map(library::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1))
                    .findFirst();
        } catch (IOException | UncheckedIOException noSuchList) {
            return Optional.empty();
        }
    }

    private static final class Holder {
        static final NativeBackend BACKEND = initialise();
    }
}
