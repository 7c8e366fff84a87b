/** A schema registry and its Confluent-compatible API, which Apicurio Registry and Karapace have too. */
package io.reverie.standalone.registry;
