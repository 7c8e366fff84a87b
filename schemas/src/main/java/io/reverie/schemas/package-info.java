/** The contract: events as generated Avro classes, the topics that carry them, and their encoding. */
package io.reverie.schemas;
