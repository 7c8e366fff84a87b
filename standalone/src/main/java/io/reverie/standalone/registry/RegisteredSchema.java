package io.reverie.standalone.registry;

/**
 * A schema as a registry has it.
 *
 * @param version number under its subject, from 1
 * @param id what records begin with
 * @param text as it was registered, or as the registry writes it
 */
record RegisteredSchema(int version, int id, String text) {}
