package io.reverie.standalone.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on the loopback address. */
public final class LocalPorts {

    /** The loopback address; nothing of a standalone system listens elsewhere. */
    public static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    /** A port that nothing listens on at the moment. */
    public static int findFree() throws IOException {
        return bind(0);
    }

    /**
     * Makes sure that a server can listen on a port, so that the reason can be said in one line before it starts.
     *
     * @param server who wants it, for the message
     * @param port 0: any, always free
     * @throws PortInUseException where something listens on it
     */
    public static void requireFree(String server, int port) throws PortInUseException {
        try {
            bind(port);
        } catch (IOException e) {
            throw new PortInUseException(server, port, e);
        }
    }

    private static int bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            return socket.getLocalPort();
        }
    }
}
