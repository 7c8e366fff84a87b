package io.reverie.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Whoever speaks Confluent's wire format: a zero byte, the schema's id, Avro's binary encoding. It knows schemas by the
 * registry's Confluent-compatible API alone, and no class of Reverie's.
 */
record ConfluentClient(String api) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEADER = 5;

    /** A schema with what records begin with. */
    record Registered(int id, int version, Schema schema) {}

    /** The newest schema of a topic. */
    Registered latest(String topic) throws IOException, InterruptedException {
        JsonNode found = JSON.readTree(get("/subjects/" + topic + "-value/versions/latest"));
        return new Registered(
                found.get("id").asInt(),
                found.get("version").asInt(),
                new Schema.Parser().parse(found.get("schema").asText()));
    }

    /** A record as producers write it. */
    static byte[] encode(int id, GenericRecord event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(HEADER).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** A record as consumers read it. */
    GenericRecord decode(byte[] record) throws IOException, InterruptedException {
        ByteBuffer header = ByteBuffer.wrap(record);
        if (header.get() != 0) {
            throw new IOException("Not Confluent's wire format");
        }
        JsonNode found = JSON.readTree(get("/schemas/ids/" + header.getInt()));
        Schema schema = new Schema.Parser().parse(found.get("schema").asText());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(record, HEADER, record.length - HEADER, null));
    }

    /** The answer to an attempt to add a version. */
    HttpResponse<String> register(String subject, String schema) throws IOException, InterruptedException {
        String body = JSON.createObjectNode().put("schema", schema).toString();
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(api + "/subjects/" + subject + "/versions"))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                HTTP.send(HttpRequest.newBuilder(URI.create(api + path)).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
