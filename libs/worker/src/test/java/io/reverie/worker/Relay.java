package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server, counts what the server answers, and can hang up in the middle of it. */
final class Relay implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 14;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final AtomicLong answered = new AtomicLong();
    private volatile long hangUpAfter = Long.MAX_VALUE;

    Relay(String server) throws IOException {
        this.server = URI.create(server);
        inBackground(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Bytes of all answers so far. */
    long answered() {
        return answered.get();
    }

    /** Hangs up once answers have so many bytes from now on. */
    void hangUpAfter(long bytes) {
        hangUpAfter = answered.get() + bytes;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            Socket target = new Socket(server.getHost(), server.getPort());
            inBackground(() -> {
                client.getInputStream().transferTo(target.getOutputStream());
                target.shutdownOutput();
            });
            inBackground(() -> answer(target, client));
        }
    }

    private void answer(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (answered.addAndGet(count) > hangUpAfter) {
                    return;
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Either end hung up.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
