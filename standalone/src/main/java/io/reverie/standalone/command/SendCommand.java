package io.reverie.standalone.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.schemas.Events;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.reverie.standalone.client.EventFromJson;
import io.reverie.standalone.client.RecordPosition;
import io.reverie.standalone.client.RequestClient;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A console producer of requests. */
@Command(
        name = "send",
        description = {
            "Reads requests from standard input, one JSON object a line, and sends them in the wire format of the system. "
                    + "A field that is left out has its default, createdAt is the time of sending; the record's key is the field that the topic is keyed by.",
            "Does not wait for answers: `reverie status ID` says what became of a job. A line that does not fit is reported "
                    + "with what is allowed, the others are sent; the exit status is 2 then."
        },
        footer = {
            "%nExample:",
            "  reverie send dream.requests --bootstrap kafka:9092 <requests.jsonl",
            "%nwith lines such as",
            "  {\"dreamId\": \"first\", \"input\": {\"SweepSource\": {}}, \"models\": [\"demo\"], \"objective\": {\"target\": \"techno\"}}"
        })
final class SendCommand implements Callable<Integer> {

    private static final String REVERIE = "reverie.";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "TOPIC", description = "A topic that anyone may write, such as dream.requests.")
    private String topic;

    @Spec
    private CommandSpec command;

    private final Console console;

    SendCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Topic requests = requested();
        EventFromJson events = new EventFromJson(Events.ALL.stream()
                .filter(type -> type.getSimpleName().equals(requests.event()))
                .findFirst()
                .orElseThrow());
        return system.send(console, client -> sendLines(client, requests, events));
    }

    private int sendLines(RequestClient client, Topic requests, EventFromJson events) throws IOException {
        int status = ExitCode.DONE;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !send(client, requests, events, line, number)) {
                    status = ExitCode.WRONG_USAGE;
                }
            }
        }
        return status;
    }

    private boolean send(RequestClient client, Topic requests, EventFromJson events, String line, int number)
            throws IOException {
        SpecificRecord event;
        try {
            event = events.read(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            console.notice("Line " + number + ": no JSON object: " + e.getOriginalMessage());
            return false;
        } catch (IllegalArgumentException e) {
            console.notice("Line " + number + ": " + e.getMessage());
            return false;
        }
        String key = String.valueOf(
                event.get(event.getSchema().getField(requests.key()).pos()));
        RecordPosition sent = client.send(requests.name(), key, event);
        if (json.json()) {
            ObjectNode node = PositionJson.node(sent);
            node.put("key", key);
            console.result(EventJson.write(node));
        } else {
            console.result(sent + "  " + key);
        }
        return true;
    }

    private Topic requested() {
        List<Topic> open = TopicManifest.load().topics().stream()
                .filter(known -> known.producers().contains("anyone"))
                .toList();
        Predicate<Topic> named =
                known -> known.name().equals(topic) || known.name().equals(REVERIE + topic);
        return open.stream()
                .filter(named)
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "TOPIC is '" + topic + "'; allowed: "
                                + String.join(
                                        ", ",
                                        open.stream()
                                                .map(known -> known.name().substring(REVERIE.length()))
                                                .toList())));
    }
}
