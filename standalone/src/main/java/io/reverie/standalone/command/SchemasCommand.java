package io.reverie.standalone.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.reverie.standalone.client.ConfiguredValues;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.registry.SchemaRegistration;
import io.reverie.standalone.registry.SubjectState;
import io.reverie.standalone.registry.SubjectState.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Schemas of a registry. */
@Command(
        name = "schemas",
        description = "Administers the schemas of events in a schema registry.",
        subcommands = SchemasCommand.Register.class)
final class SchemasCommand {

    /** Makes what is missing. */
    @Command(
            name = "register",
            description = {
                "Registers the schema of every event, with its older versions, under the subject TOPIC-value of each topic "
                        + "that has it, and the subject's rule of compatibility, FULL_TRANSITIVE.",
                "A second run changes nothing. Works with the Confluent-compatible API of Apicurio Registry, Confluent's "
                        + "Schema Registry and others."
            },
            footer = {"%nExample:", "  reverie schemas register --registry http://registry:8080"})
    static final class Register implements Callable<Integer> {

        @Mixin
        private RegistryOptions registry;

        @Option(
                names = "--dry-run",
                description = "Change nothing: say what is missing and whether the registry would take it.")
        private boolean dryRun;

        @Mixin
        private JsonOption json;

        private final Console console;

        Register(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            SchemaRegistration registration = new SchemaRegistration(registry.connect());
            int changed = 0;
            for (Topic topic : topics()) {
                SubjectState state = dryRun ? registration.check(topic) : registration.register(topic);
                console.result(json.json() ? json(state) : line(state));
                if (!state.sameText()) {
                    console.notice(state.subject() + ": version " + state.version()
                            + " was registered in another layout, in which Apicurio's serdes do not find it");
                }
                changed += state.change() == Change.UNCHANGED ? 0 : 1;
            }
            console.notice(changed + (dryRun ? " subjects would change" : " subjects changed"));
            return ExitCode.DONE;
        }

        /** Dead letters lie as they came, with the id that they came with. */
        private static List<Topic> topics() {
            TopicManifest manifest = TopicManifest.load(
                    ConfiguredValues.find("reverie.topics.prefix").orElse(""));
            return manifest.topics().stream()
                    .filter(topic -> !manifest.deadLetterTopics().contains(topic))
                    .toList();
        }

        private static String line(SubjectState state) {
            String newest = state.version() == 0 ? "" : " version " + state.version() + ", id " + state.id();
            return state.subject() + ": " + change(state) + newest;
        }

        private static String json(SubjectState state) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("subject", state.subject())
                    .put("event", state.event())
                    .put("change", change(state));
            if (state.version() > 0) {
                node.put("version", state.version()).put("id", state.id());
            }
            return EventJson.write(node);
        }

        private static String change(SubjectState state) {
            return state.change().name().toLowerCase(Locale.ROOT);
        }
    }
}
