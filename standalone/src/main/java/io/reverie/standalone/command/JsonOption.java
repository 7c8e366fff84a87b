package io.reverie.standalone.command;

import picocli.CommandLine.Option;

/** How results are printed. */
public final class JsonOption {

    @Option(names = "--json", description = "Print one JSON object a line on standard output and nothing else there.")
    private boolean json;

    public boolean json() {
        return json;
    }
}
