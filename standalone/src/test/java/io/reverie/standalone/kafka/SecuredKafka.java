package io.reverie.standalone.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The embedded broker as a cluster that is not open to everyone: TLS, SCRAM, and nobody may do what no access control
 * list allows him. The administrator may do everything.
 */
public final class SecuredKafka implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final String ADMIN_PASSWORD = "admin's secret";
    private static final String ADMIN_LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ADMIN + "\" password=\""
                    + ADMIN_PASSWORD + "\"";
    private static final String SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String SCRAM = "SCRAM-SHA-512";
    private static final int ITERATIONS = 4096;
    private static final int POLL_MILLIS = 50;

    private final EmbeddedKafka kafka;
    private final TestCertificate certificate;
    private final Admin admin;

    private SecuredKafka(EmbeddedKafka kafka, TestCertificate certificate) {
        this.kafka = kafka;
        this.certificate = certificate;
        Map<String, Object> settings = new HashMap<>(adminClient());
        settings.put("bootstrap.servers", bootstrapServers());
        this.admin = Admin.create(settings);
    }

    /** Starts it, without any topic. */
    public static SecuredKafka start(Path folder) throws IOException {
        TestCertificate certificate = TestCertificate.make(folder);
        return new SecuredKafka(EmbeddedKafka.start(folder.resolve("kafka"), 0, settings(certificate)), certificate);
    }

    private static Map<String, String> settings(TestCertificate certificate) {
        String login = ADMIN_LOGIN + " user_" + ADMIN + "=\"" + ADMIN_PASSWORD + "\";";
        return Map.ofEntries(
                Map.entry("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT"),
                // The administrator's password is the broker's own; everybody else's is made by him.
                Map.entry("sasl.enabled.mechanisms", "PLAIN," + SCRAM),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry("listener.name.clients.plain.sasl.jaas.config", login),
                Map.entry("listener.name.clients.scram-sha-512.sasl.jaas.config", SCRAM_LOGIN + " required;"),
                Map.entry("ssl.keystore.location", certificate.keyStore().toString()),
                Map.entry("ssl.keystore.password", TestCertificate.PASSWORD),
                // The broker connects to itself.
                Map.entry("ssl.truststore.location", certificate.trustStore().toString()),
                Map.entry("ssl.truststore.password", TestCertificate.PASSWORD),
                Map.entry("authorizer.class.name", ObservedAuthorizer.class.getName()),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                // The controller's listener, which no client uses, has no users.
                Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS"));
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Properties of a client of the administrator's, without the address. */
    public Map<String, String> adminClient() {
        Map<String, String> properties = new HashMap<>(trust());
        properties.putAll(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));
        properties.put("sasl.jaas.config", ADMIN_LOGIN + ";");
        return properties;
    }

    /** Properties by which a client knows the broker. */
    public Map<String, String> trust() {
        return Map.of(
                "ssl.truststore.location",
                certificate.trustStore().toString(),
                "ssl.truststore.password",
                TestCertificate.PASSWORD);
    }

    /**
     * Properties of a client, without the address, as docs/operations.md has them.
     *
     * @param trust how it knows the broker
     */
    public static Map<String, String> login(String user, String password, Map<String, String> trust) {
        Map<String, String> properties = new HashMap<>(trust);
        properties.putAll(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", SCRAM));
        properties.put(
                "sasl.jaas.config", SCRAM_LOGIN + " required username=\"" + user + "\" password=\"" + password + "\";");
        return properties;
    }

    /**
     * Makes users, or changes their passwords.
     *
     * @param passwords by user
     */
    public void putUsers(Map<String, String> passwords) throws ExecutionException, InterruptedException {
        List<UserScramCredentialAlteration> credentials = new ArrayList<>();
        passwords.forEach((user, password) -> credentials.add(new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)));
        admin.alterUserScramCredentials(credentials).all().get();
        // The controller has them; the broker knows of them a little later.
        while (!admin.describeUserScramCredentials().all().get().keySet().containsAll(passwords.keySet())) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    public void grant(Collection<AclBinding> rights) throws ExecutionException, InterruptedException {
        admin.createAcls(rights).all().get();
    }

    public void withdraw(AclBinding right) throws ExecutionException, InterruptedException {
        admin.deleteAcls(List.of(right.toFilter())).all().get();
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
