package io.reverie.standalone.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate of this machine that nobody has signed, made by the JDK's own tool.
 *
 * @param keyStore with the private key
 * @param trustStore without it
 */
record TestCertificate(Path keyStore, Path trustStore) {

    static final String PASSWORD = "changeit";
    private static final String ALIAS = "broker";

    static TestCertificate make(Path folder) throws IOException {
        Path keyStore = folder.resolve("broker.p12");
        Path trustStore = folder.resolve("truststore.p12");
        String certificate = folder.resolve("broker.pem").toString();
        String address = "SAN=ip:" + LocalPorts.HOST;
        keytool(keyStore, "-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", address, "-validity", "2");
        keytool(keyStore, "-exportcert", "-rfc", "-file", certificate);
        keytool(trustStore, "-importcert", "-noprompt", "-file", certificate);
        return new TestCertificate(keyStore, trustStore);
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias", ALIAS, "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + arguments[0] + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool worked", e);
        }
    }
}
