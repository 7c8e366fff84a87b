package io.reverie.standalone.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import io.reverie.standalone.client.ClientSettings;
import io.reverie.standalone.kafka.TopicAdministration;
import io.reverie.standalone.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Topics of a cluster. */
@Command(
        name = "topics",
        description = "Administers the topics of a cluster.",
        subcommands = TopicsCommand.Create.class)
final class TopicsCommand {

    /** Makes what is missing. */
    @Command(
            name = "create",
            description = "Creates every topic of the manifest that is missing; what exists stays as it is.",
            footer = {"%nExample:", "  reverie topics create --bootstrap kafka-1:9092"})
    static final class Create implements Callable<Integer> {

        @Option(
                names = "--bootstrap",
                paramLabel = "HOST:PORT",
                required = true,
                description = "Address of the cluster. The local system makes its topics by itself.")
        private String bootstrap;

        @Option(
                names = "--replication-factor",
                paramLabel = "N",
                description = "Copies of each partition (3, or the number of brokers where there are fewer).")
        private Short replicationFactor;

        @Mixin
        private KafkaOptions kafka;

        private final Console console;

        Create(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            try (TopicAdministration topics = TopicAdministration.connect(
                    bootstrap, ClientSettings.of(bootstrap).topicPrefix(), kafka.properties())) {
                List<String> created = topics.createOnCluster(replicationFactor);
                created.forEach(console::result);
                console.notice(created.size() + " topics created");
            }
            return ExitCode.DONE;
        }
    }
}
