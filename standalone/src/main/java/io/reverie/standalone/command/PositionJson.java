package io.reverie.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.standalone.client.RecordPosition;

/** Where a record lies, as JSON. */
final class PositionJson {

    private PositionJson() {}

    static ObjectNode node(RecordPosition position) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("topic", position.topic())
                .put("partition", position.partition())
                .put("offset", position.offset());
    }
}
