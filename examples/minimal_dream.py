#!/usr/bin/env python3
"""The smallest possible dream request from Python, with nothing of Reverie but its schemas: a test tone, a model, a target.

usage: examples/minimal_dream.py MODEL TARGET [--bootstrap HOST:PORT] [--registry URL] [--write FILE]

Sends a DreamRequest and waits for its recording. With --registry events are in Confluent's wire format (a zero byte, the four
bytes of a schema id), otherwise in Avro's single-object encoding (C3 01, the eight bytes of the schema's fingerprint). --write
puts the request's bytes into a file instead, for kcat and the like.

Needs confluent-kafka and avro 1.11 or later (Debian: python3-confluent-kafka python3-avro).
"""
import argparse
import datetime
import io
import json
import pathlib
import struct
import sys
import time
import urllib.request

import avro.io
import avro.schema

HISTORY = pathlib.Path(__file__).resolve().parents[1] / "schemas" / "history"


def newest_schema(event):
    """The schema of an event as it is now: the file with the highest number."""
    newest = max((HISTORY / event).glob("*.avsc"), key=lambda file: int(file.stem))
    return avro.schema.parse(newest.read_text())


def with_defaults(schema, value):
    """A value with the defaults of every field that it leaves out, which Python's avro does not write by itself.

    Where there is a choice of records, the value is a pair of the record's name and its fields.
    """
    if schema.type == "union":
        if isinstance(value, tuple):
            name, value = value
            return with_defaults(next(branch for branch in schema.schemas if branch.name == name), value)
        fitting = [branch for branch in schema.schemas if (branch.type == "null") == (value is None)]
        return with_defaults(fitting[0], value)
    if schema.type == "array":
        return [with_defaults(schema.items, item) for item in value]
    if schema.props.get("logicalType") == "timestamp-millis" and isinstance(value, int):
        return datetime.datetime.fromtimestamp(value / 1000, datetime.timezone.utc)
    if schema.type != "record":
        return value
    complete = {}
    for field in schema.fields:
        if field.name not in value and not field.has_default:
            raise ValueError(f"{schema.name}.{field.name} has no default")
        complete[field.name] = with_defaults(field.type, value[field.name] if field.name in value else field.default)
    return complete


def fingerprint(schema):
    """CRC-64-AVRO of the schema's parsing canonical form, as the Avro specification gives it."""
    empty = 0xC15D213AA4D7A795
    value = empty
    # Python's avro leaves a simple type that had a logical one in its braces.
    form = schema.canonical_form.replace('{"type":"long"}', '"long"')
    for byte in form.encode():
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (empty if value & 1 else 0)
    return struct.pack("<Q", value)


class SingleObject:
    """Avro's single-object encoding."""

    def encode(self, topic, event, value):
        schema = newest_schema(event)
        return b"\xc3\x01" + fingerprint(schema) + binary(schema, value)

    def decode(self, event, data):
        versions = [avro.schema.parse(file.read_text()) for file in (HISTORY / event).glob("*.avsc")]
        writer = next((schema for schema in versions if fingerprint(schema) == data[2:10]), None)
        if data[:2] != b"\xc3\x01" or writer is None:
            sys.exit(f"A {event} that is not in single-object encoding by a known schema: does the system have a --registry?")
        return read(writer, data[10:])


class Registry:
    """Confluent's wire format; schemas from the registry's Confluent-compatible API."""

    def __init__(self, url):
        self.url = url.rstrip("/") + ("" if "/apis/" in url else "/apis/ccompat/v7")

    def encode(self, topic, event, value):
        subject = self.get(f"/subjects/{topic}-value/versions/latest")
        return struct.pack(">bI", 0, subject["id"]) + binary(avro.schema.parse(subject["schema"]), value)

    def decode(self, event, data):
        _, schema_id = struct.unpack(">bI", data[:5])
        return read(avro.schema.parse(self.get(f"/schemas/ids/{schema_id}")["schema"]), data[5:])

    def get(self, path):
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return json.load(answer)
        except OSError as e:
            sys.exit(f"The registry {self.url} does not answer for {path}: {e}")


def binary(schema, value):
    out = io.BytesIO()
    avro.io.DatumWriter(schema).write(with_defaults(schema, value), avro.io.BinaryEncoder(out))
    return out.getvalue()


def read(writer, data):
    return avro.io.DatumReader(writer).read(avro.io.BinaryDecoder(io.BytesIO(data)))


def minimal_request(dream_id, model, target):
    return {
        "dreamId": dream_id,
        "createdAt": int(time.time() * 1000),
        "input": ("SweepSource", {}),
        "models": [model],
        "objective": {"target": target},
    }


def await_recording(bootstrap, format, dream_id):
    """The answer to a request: its RecordingReady, or its JobFailed."""
    from confluent_kafka import Consumer, OFFSET_BEGINNING, TopicPartition

    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "unused", "enable.auto.commit": False})
    answers = {"reverie.recordings": "RecordingReady", "reverie.failures": "JobFailed"}
    consumer.assign([
        TopicPartition(topic, partition, OFFSET_BEGINNING)
        for topic in answers
        for partition in consumer.list_topics(topic, timeout=10).topics[topic].partitions
    ])
    try:
        while True:
            record = consumer.poll(1.0)
            if record is not None and not record.error() and record.key() == dream_id.encode():
                event = answers[record.topic()]
                return event, format.decode(event, record.value())
    finally:
        consumer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("target")
    parser.add_argument("--bootstrap", default="127.0.0.1:9092", help="Kafka's address (127.0.0.1:9092)")
    parser.add_argument("--registry", help="address of the schema registry, http://registry:8080")
    parser.add_argument("--write", type=pathlib.Path, help="write the request to a file instead of sending it")
    arguments = parser.parse_args()

    topic = "reverie.dream.requests"
    dream_id = f"python-{int(time.time() * 1000)}"
    format = Registry(arguments.registry) if arguments.registry else SingleObject()
    request = format.encode(topic, "DreamRequest", minimal_request(dream_id, arguments.model, arguments.target))
    if arguments.write:
        arguments.write.write_bytes(request)
        print(dream_id)
        return

    from confluent_kafka import Producer

    producer = Producer({"bootstrap.servers": arguments.bootstrap})
    producer.produce(topic, key=dream_id, value=request)
    if producer.flush(10):
        sys.exit(f"No answer from Kafka at {arguments.bootstrap}")
    event, answer = await_recording(arguments.bootstrap, format, dream_id)
    if event == "JobFailed":
        sys.exit(f"{answer['stage']}: {answer['message']}")
    print(answer["wav"]["key"])


if __name__ == "__main__":
    main()
