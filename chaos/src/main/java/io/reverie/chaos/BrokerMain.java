package io.reverie.chaos;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.reverie.standalone.kafka.EmbeddedKafka;
import io.reverie.standalone.kafka.TopicAdministration;

/** A broker with every topic of the manifest, until the process ends: {@code FOLDER PORT}. */
public final class BrokerMain {

    private BrokerMain() {}

    /** Prints one line when the topics are there. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        try (TopicAdministration topics = TopicAdministration.connect(kafka.bootstrapServers(), "")) {
            topics.createOnCluster(null);
        }
        System.out.println("ready " + kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
