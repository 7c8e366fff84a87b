package io.reverie.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.reverie.standalone.kafka.LocalPorts;

/**
 * A real Apicurio Registry as a process of its own, which the build unpacks from its Maven artifact. It listens on the
 * loopback address alone; what is registered lies in a folder and is there after a restart.
 */
final class ApicurioRegistry implements AutoCloseable {

    /** The registry needs a newer Java than the project. */
    static final int JAVA_VERSION = 21;

    private static final Path APPLICATION = Path.of("target/apicurio-registry/quarkus-run.jar");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final String url;

    private ApicurioRegistry(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a registry and returns when it answers.
     *
     * @param java home of a Java of {@link #JAVA_VERSION} or later
     * @param folder of its data and its log
     */
    static ApicurioRegistry start(Path java, Path folder, int port) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<String> command = List.of(
                java.resolve("bin/java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=" + LocalPorts.HOST,
                "-Dquarkus.http.port=" + port,
                // It listens on every address otherwise.
                "-Dquarkus.management.host=" + LocalPorts.HOST,
                "-Dquarkus.management.port=" + LocalPorts.findFree(),
                "-Dapicurio.datasource.url=jdbc:h2:file:"
                        + folder.resolve("registry").toAbsolutePath(),
                "-jar",
                APPLICATION.toString());
        Path log = folder.resolve("registry.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ApicurioRegistry registry = new ApicurioRegistry(builder.start(), "http://" + LocalPorts.HOST + ":" + port);
        try {
            registry.awaitAnswer(log);
        } catch (IOException | InterruptedException | RuntimeException e) {
            registry.close();
            throw e;
        }
        return registry;
    }

    /** Address of the registry, without the path of any API. */
    String url() {
        return url;
    }

    private void awaitAnswer(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("The registry did not start:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/apis/registry/v3/system/info"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
