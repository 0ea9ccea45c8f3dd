package dev.muxbench.cli.chat;

import dev.muxbench.cli.console.SafeText;
import dev.muxbench.tls.ClientTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the server. When it is lost it is made again, with the nick and the room that the user had.
 *
 * <p>Threads: a virtual thread of its own reads, tells the listener, and reconnects; {@link #send} and {@link #leave} come from any
 * other.
 */
final class Link {
    private static final int READ_BYTES = 16 * 1024;

    /** Is told by the link's thread how the connection goes. */
    interface Listener {
        /** @param line for the user, free of control characters */
        void onLine(ServerLine line);

        /** @param nextTry after which time, or null if there is none */
        void onLost(String reason, @Nullable Duration nextTry);

        /** The server has answered the new connection's first commands. */
        void onConnectedAgain();

        /** The nick that was taken when the connection was made again is the user's. */
        void onNickBack();

        /** The last call. */
        void onEnd();
    }

    private final ChatConfig config;
    private final Membership membership;
    private final Listener listener;
    private final Backoff backoff;
    private final LineDecoder decoder;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final Object sending = new Object(); // one line at a time, and nick and room first

    private boolean midLine; // guarded by sending: what was sent does not end with a line
    private volatile @Nullable Socket connected; // written by the link's thread; null while there is no connection
    private volatile @Nullable String failure; // written by the link's thread

    /** Creates a link that is not connected yet. */
    Link(ChatConfig config, Membership membership, Listener listener) {
        this.config = config;
        this.membership = membership;
        this.listener = listener;
        this.backoff = new Backoff(config.firstDelay(), config.longestDelay(), RandomGenerator.getDefault());
        this.decoder = new LineDecoder(config.maxLineBytes(), this::onLine);
    }

    /** @throws IOException with a message for the user */
    void connect() throws IOException {
        Socket socket;
        try {
            socket = open();
        } catch (IOException e) {
            throw new IOException("cannot connect to " + config.address() + ": " + reason(e), e);
        }
        Thread.ofVirtual().name("chat-link").start(() -> run(socket));
    }

    /** A connection that has been told nick and room. */
    private Socket open() throws IOException {
        var wire = config.address().connect(config.connectTimeout());
        try {
            wire.setTcpNoDelay(true);
            wire.setKeepAlive(true); // a server that has vanished is noticed, some day
            var socket = encrypted(wire);
            synchronized (sending) {
                for (var line : membership.restore()) {
                    write(socket.getOutputStream(), line);
                }
                midLine = false;
                connected = socket;
            }
            if (isLeaving()) {
                endOutput(socket);
            }
            return socket;
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    private Socket encrypted(Socket wire) throws IOException {
        if (config.tls() == null) {
            return wire;
        }
        var socket = config.tls().over(wire);
        wire.setSoTimeout((int) config.connectTimeout().toMillis());
        socket.startHandshake();
        wire.setSoTimeout(0);
        return socket;
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    // ---- The link's thread.

    private void run(Socket first) {
        try {
            var socket = first;
            while (socket != null) {
                long since = System.nanoTime();
                var reason = readToTheEnd(socket);
                if (isLeaving()) {
                    failure = reason;
                    return;
                }
                if (System.nanoTime() - since > config.stableAfter().toNanos()) {
                    backoff.reset();
                }
                socket = connectAgain(reason == null ? "closed by the server" : reason);
            }
        } finally {
            ended.countDown();
            listener.onEnd();
        }
    }

    /** Null if the server has closed it in order, else what went wrong. */
    private @Nullable String readToTheEnd(Socket socket) {
        var buffer = new byte[READ_BYTES];
        try (socket) {
            var in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                decoder.decode(buffer, count);
            }
            return null;
        } catch (IOException e) {
            return reason(e);
        } finally {
            decoder.finish();
            connected = null;
        }
    }

    private void onLine(String text) {
        var line = ServerLine.parse(SafeText.of(text));
        switch (membership.onReceived(line)) {
            case SHOW -> listener.onLine(line);
            case HIDE -> {}
            case NICK_BACK -> listener.onNickBack();
            case RESTORED -> {
                listener.onConnectedAgain();
                var socket = connected;
                if (socket != null && membership.lacksNick()) {
                    Thread.ofVirtual().name("chat-nick").start(() -> reclaimNick(socket));
                }
            }
        }
    }

    /** Null when it is not to be tried any more. */
    private @Nullable Socket connectAgain(String lostBecause) {
        var reason = lostBecause;
        while (config.reconnect()) {
            var delay = backoff.next();
            listener.onLost(reason, delay);
            if (isLeavingWithin(delay)) {
                return null;
            }
            try {
                return open();
            } catch (IOException e) {
                reason = reason(e);
            }
        }
        failure = reason;
        listener.onLost(reason, null);
        return null;
    }

    private boolean isLeaving() {
        return leaving.getCount() == 0;
    }

    private boolean isLeavingWithin(Duration delay) {
        try {
            return leaving.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true; // nobody interrupts it
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "unknown host";
            case SocketTimeoutException timeout -> "no answer";
            case SSLException tls -> "TLS: " + ClientTls.inWords(tls);
            default -> SafeText.of(String.valueOf(e.getMessage()));
        };
    }

    // ---- The thread that asks for a nick that was taken, as long as one connection lasts.

    private void reclaimNick(Socket socket) {
        var pauses = new Backoff(config.nickDelay(), config.longestDelay(), RandomGenerator.getDefault());
        while (membership.lacksNick() && !isLeavingWithin(pauses.next())) {
            synchronized (sending) {
                if (!socket.equals(connected)) {
                    return;
                }
                if (!midLine) {
                    askForNick(socket);
                }
            }
        }
    }

    private void askForNick(Socket socket) {
        try {
            for (var line : membership.reclaim()) {
                write(socket.getOutputStream(), line);
            }
        } catch (IOException e) {
            // the reader finds out why
        }
    }

    // ---- Other threads.

    /** Sends a line; false if there is no connection. Waits while the server does not take it. */
    boolean send(String line) {
        membership.onSent(line);
        var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        return send(bytes, bytes.length);
    }

    /** Sends bytes as they are; false if there is no connection. */
    boolean send(byte[] bytes, int count) {
        synchronized (sending) {
            var socket = connected;
            if (socket == null) {
                return false;
            }
            try {
                socket.getOutputStream().write(bytes, 0, count);
                midLine = count > 0 ? bytes[count - 1] != '\n' : midLine;
                return true;
            } catch (IOException e) {
                return false; // the reader finds out why
            }
        }
    }

    /**
     * Nothing more will be sent. The server closes when it has handled all that was, and the link ends; it does not reconnect any
     * more.
     */
    void leave() {
        leaving.countDown();
        var socket = connected;
        if (socket != null) {
            try {
                endOutput(socket);
            } catch (IOException e) {
                // closed already
            }
        }
    }

    /**
     * Ends the output. With TLS a client that ends its side may be sent nothing any more, depending on version and server, so the
     * last word says it instead.
     */
    private void endOutput(Socket socket) throws IOException {
        if (config.tls() == null) {
            socket.shutdownOutput();
            return;
        }
        synchronized (sending) {
            write(socket.getOutputStream(), midLine ? "\n/quit" : "/quit");
        }
    }

    /** The server is asked to close: that is no reason to connect again. */
    void expectEnd() {
        leaving.countDown();
    }

    /** Closes at once. */
    void abort() {
        leaving.countDown();
        var socket = connected;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // as good as closed
            }
        }
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** False if it has not ended by then. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns why the link has ended; null if the server closed because of {@link #leave}. */
    @Nullable
    String failure() {
        return failure;
    }
}
