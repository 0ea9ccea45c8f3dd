package dev.muxbench.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between clients and a server and passes bytes on, those to the clients in whole lines. To one delivery in so many it does
 * what a faulty server or network would do, and counts how often it has.
 *
 * <p>Threads: two of its own for each connection; its methods are for any.
 */
final class FaultyRelay implements AutoCloseable {
    enum Fault {
        NONE,
        DROP,
        DOUBLE,
        /** The delivery comes after the next one to the same client. */
        SWAP,
        FLIP_A_BIT,
        /** The delivery lacks a byte. */
        CUT_A_BYTE,
        /** Nothing passes for some time, in no direction. */
        STALL
    }

    static final Duration STALL = Duration.ofMillis(200);
    private static final int BUFFER_BYTES = 64 << 10;

    private final InetSocketAddress server;
    private final Fault fault;
    private final long every;
    private final int flippedByte;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicInteger planted = new AtomicInteger();
    private volatile long stalledUntil; // nanoTime; in the past if it is not stalled
    private volatile Runnable onMany = () -> {};
    private volatile long many = Long.MAX_VALUE;

    /**
     * @param every       one in so many deliveries, over all clients, is not as it should be
     * @param flippedByte where the wrong bit is in the line, for that fault; negative if counted from the line's end
     */
    FaultyRelay(InetSocketAddress server, Fault fault, long every, int flippedByte) throws IOException {
        this.server = server;
        this.fault = fault;
        this.every = every;
        this.flippedByte = flippedByte;
        this.stalledUntil = System.nanoTime();
        this.listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** What is dropped, or cannot be told for what it was. */
    boolean losesLines() {
        return fault == Fault.DROP || fault == Fault.FLIP_A_BIT || fault == Fault.CUT_A_BYTE;
    }

    /** When so many deliveries have come, once. */
    void when(long deliveries, Runnable action) {
        onMany = action;
        many = deliveries;
    }

    long deliveries() {
        return deliveries.get();
    }

    int planted() {
        return planted.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var upstream = new Socket(server.getAddress(), server.getPort());
                sockets.add(client);
                sockets.add(upstream);
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(client, upstream, this::copy));
                Thread.ofVirtual().start(() -> pass(upstream, client, (in, out) -> new ToClient(out).run(in)));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private interface Pump {
        void run(InputStream in, OutputStream out) throws IOException;
    }

    private static void pass(Socket from, Socket to, Pump pump) {
        try (from;
                to) {
            pump.run(from.getInputStream(), to.getOutputStream());
        } catch (IOException e) {
            // one of them has gone, so has the other one now
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            awaitEndOfStall();
            out.write(buffer, 0, count);
        }
    }

    private void awaitEndOfStall() {
        long left = stalledUntil - System.nanoTime();
        while (left > 0) {
            try {
                Thread.sleep(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = stalledUntil - System.nanoTime();
        }
    }

    /** What one client is sent. */
    private final class ToClient {
        private final OutputStream out;
        private byte[] heldBack = {};

        ToClient(OutputStream out) {
            this.out = out;
        }

        void run(InputStream in) throws IOException {
            var buffer = new byte[BUFFER_BYTES];
            int kept = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer, kept, buffer.length - kept)) {
                int end = kept + count;
                int linesEnd = lastLineEnd(buffer, end);
                passOn(buffer, linesEnd);
                kept = end - linesEnd;
                System.arraycopy(buffer, linesEnd, buffer, 0, kept);
            }
        }

        private static int lastLineEnd(byte[] in, int end) {
            int at = end;
            while (at > 0 && in[at - 1] != '\n') {
                at--;
            }
            return at;
        }

        private void passOn(byte[] lines, int end) throws IOException {
            int count = countDeliveries(lines, end);
            long before = deliveries.getAndAdd(count);
            boolean faulty = before / every != (before + count) / every;
            awaitEndOfStall();
            if (fault == Fault.NONE || (!faulty && heldBack.length == 0)) {
                out.write(lines, 0, end);
            } else {
                passOnWithFaults(lines, end, before);
            }
            if (before < many && before + count >= many) {
                onMany.run();
            }
        }

        private static int countDeliveries(byte[] lines, int end) {
            int count = 0;
            int from = 0;
            for (int at = 0; at < end; at++) {
                if (lines[at] == '\n') {
                    count += isDelivery(lines, from, at) ? 1 : 0;
                    from = at + 1;
                }
            }
            return count;
        }

        /** Not the greeting. */
        private static boolean isDelivery(byte[] lines, int from, int to) {
            for (int at = from; at + 2 < to; at++) {
                if (lines[at] == '>') {
                    return lines[at + 1] == ' ' && lines[at + 2] == 'M';
                }
            }
            return false;
        }

        private void passOnWithFaults(byte[] lines, int end, long before) throws IOException {
            var passed = new ByteArrayOutputStream();
            long number = before;
            int from = 0;
            for (int at = 0; at < end; at++) {
                if (lines[at] != '\n') {
                    continue;
                }
                var line = Arrays.copyOfRange(lines, from, at + 1);
                from = at + 1;
                if (isDelivery(line, 0, line.length - 1) && ++number % every == 0) {
                    planted.incrementAndGet();
                    plant(line, passed);
                } else {
                    passed.write(line);
                    passed.write(heldBack);
                    heldBack = new byte[0];
                }
            }
            awaitEndOfStall();
            passed.writeTo(out);
        }

        private void plant(byte[] line, ByteArrayOutputStream passed) throws IOException {
            switch (fault) {
                case NONE -> throw new AssertionError();
                case DROP -> {}
                case DOUBLE -> {
                    passed.write(line);
                    passed.write(line);
                }
                case SWAP -> heldBack = line;
                case FLIP_A_BIT -> {
                    line[flippedByte < 0 ? line.length + flippedByte : flippedByte] ^= 1;
                    passed.write(line);
                }
                case CUT_A_BYTE -> {
                    passed.write(line, 0, flippedByte);
                    passed.write(line, flippedByte + 1, line.length - flippedByte - 1);
                }
                case STALL -> {
                    stalledUntil = System.nanoTime() + STALL.toNanos();
                    passed.write(line);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
