package io.reverie.standalone.kafka;

import java.io.IOException;

/** A server cannot listen on the port that it was given. */
public final class PortInUseException extends IOException {

    PortInUseException(String server, int port, IOException cause) {
        super(
                "Port " + port + " of " + LocalPorts.HOST + ", wanted for " + server + ", is in use or not allowed ("
                        + cause.getMessage() + "). Choose another one, or 0 for any free port",
                cause);
    }
}
