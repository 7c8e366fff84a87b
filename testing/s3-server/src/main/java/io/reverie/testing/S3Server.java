package io.reverie.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * An S3 server as a process of its own: S3Proxy, whose buckets are folders. It takes signed requests of one user alone and
 * listens on the loopback address.
 *
 * <p>From a shell, after {@code mvn -pl testing/s3-server compile}; it runs until it is stopped:
 *
 * <pre>java -cp testing/s3-server/target/classes io.reverie.testing.S3Server FOLDER PORT BUCKET...</pre>
 */
public final class S3Server implements AutoCloseable {

    /** The access key that it knows. */
    public static final String ACCESS_KEY = "reverie";

    /** The secret that goes with it. */
    public static final String SECRET_KEY = "secret-of-reverie";

    private static final String HOST = "127.0.0.1";
    private static final long START_MILLIS = 20_000;
    private static final long CHECK_MILLIS = 20;

    private final Path folder;
    private final int port;
    private Process process;

    private S3Server(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a server on any free port.
     *
     * @param folder keeps its buckets, its configuration and what it printed; what an earlier server kept there is there again
     */
    public static S3Server start(Path folder) throws IOException {
        return start(folder, freePort());
    }

    /** The same on a given port. */
    public static S3Server start(Path folder, int port) throws IOException {
        S3Server server = new S3Server(folder.toAbsolutePath(), port);
        server.restart();
        return server;
    }

    /** Starts it again on its port, after {@link #close}, with what it kept. */
    public void restart() throws IOException {
        Files.createDirectories(folder.resolve("buckets"));
        Path configuration = folder.resolve("s3proxy.properties");
        try (OutputStream out = Files.newOutputStream(configuration)) {
            configuration().store(out, null);
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        // Ends with whoever started it, too, where that one ends without closing it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitListening();
    }

    private Properties configuration() {
        Properties properties = new Properties();
        properties.setProperty("s3proxy.endpoint", endpoint());
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.identity", ACCESS_KEY);
        properties.setProperty("s3proxy.credential", SECRET_KEY);
        properties.setProperty("jclouds.provider", "filesystem-nio2");
        properties.setProperty(
                "jclouds.filesystem.basedir", folder.resolve("buckets").toString());
        // Wanted, though a folder has no users.
        properties.setProperty("jclouds.identity", "none");
        properties.setProperty("jclouds.credential", "none");
        return properties;
    }

    private static String classPath() throws IOException {
        try (InputStream in = S3Server.class.getResourceAsStream("s3-server.classpath")) {
            if (in == null) {
                throw new IOException("The server's class path is missing: build testing/s3-server");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IOException(
                        "The S3 server did not start: " + Files.readString(folder.resolve("s3proxy.log")));
            }
            pause();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(CHECK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an S3 server starts", e);
        }
    }

    /** Makes a bucket where there is none. */
    public S3Server withBucket(String bucket) throws IOException {
        Files.createDirectories(folder.resolve("buckets").resolve(bucket));
        return this;
    }

    /** Whether the process lives. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Where it listens. */
    public String endpoint() {
        return "http://" + HOST + ":" + port;
    }

    /** The settings that lead workers and commands of Reverie to it, as system properties. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.s3.endpoint-override",
                endpoint(),
                "quarkus.s3.path-style-access",
                "true",
                "quarkus.s3.aws.region",
                "us-east-1",
                "aws.accessKeyId",
                ACCESS_KEY,
                "aws.secretAccessKey",
                SECRET_KEY);
    }

    /** Kills the server; what was stored stays. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /** Runs a server until the process is stopped: {@code FOLDER PORT BUCKET...}. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < 2) {
            System.err.println("Usage: S3Server FOLDER PORT BUCKET...");
            System.exit(2);
        }
        try {
            S3Server server = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
            for (int i = 2; i < arguments.length; i++) {
                server.withBucket(arguments[i]);
            }
            server.settings().forEach((key, value) -> System.out.println("-D" + key + "=" + value));
            server.process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
