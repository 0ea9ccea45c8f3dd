package dev.muxbench.experiment.soak;

import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does a phase's fault to its server, from the beginning of the measured time on.
 *
 * <p>Threads: {@link #complaint()} is the soak's, after the load; the fault has a thread of its own.
 */
final class FaultThread implements LoadListener {
    private static final int MOST_STANDSTILLS = 3;
    private static final int SPARE_DESCRIPTORS = 3;
    private static final int NEWCOMERS = 8;
    private static final byte[] QUESTION = "/rooms\n".getBytes(StandardCharsets.US_ASCII); // as TLS it is an error
    private static final int SILENCE_MILLIS = 500; // that shows that a newcomer has to wait
    private static final int MOST_MILLIS_TO_ANSWER = 10_000;

    private final Phase phase;
    private final SoakServer server;
    private @Nullable Thread thread;
    private volatile @Nullable String complaint; // written by the fault's thread

    FaultThread(Phase phase, SoakServer server) {
        this.phase = phase;
        this.server = server;
    }

    @Override
    public void onBoundary(Boundary boundary, LoadStatus status) {
        if (boundary == Boundary.MEASURING && thread == null) {
            thread = Thread.ofPlatform().daemon().name("soak-fault").start(this::run);
        }
    }

    /** Waits for the end of the fault. Returns what went wrong with the fault itself. */
    Optional<String> complaint() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
        return Optional.ofNullable(complaint);
    }

    private void run() {
        try {
            pause(200, 1000);
            switch (phase.hardship().fault()) {
                case NONE -> {}
                case STOP_AND_CONTINUE -> standStill();
                case RESTART -> server.restart(phase.random().nextBoolean());
                case TAKE_DESCRIPTORS -> takeDescriptors();
            }
        } catch (IOException e) {
            complaint = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    private void pause(int least, int most) throws InterruptedException {
        Thread.sleep(phase.random().nextInt(least, most));
    }

    private void standStill() throws IOException, InterruptedException {
        int times = 1 + phase.random().nextInt(MOST_STANDSTILLS);
        for (int i = 0; i < times; i++) {
            server.freeze(true);
            try {
                pause(50, 1500);
            } finally {
                server.freeze(false);
            }
            pause(100, 800);
        }
    }

    /** Newcomers must wait meanwhile, nobody else may notice, and all must be let in afterwards. */
    private void takeDescriptors() throws IOException, InterruptedException {
        long open;
        try (var descriptors =
                Files.list(Path.of("/proc", String.valueOf(server.handle().pid()), "fd"))) {
            open = descriptors.count();
        }
        server.allowDescriptors(open + SPARE_DESCRIPTORS);
        var newcomers = new ArrayList<Socket>();
        try {
            for (int i = 0; i < NEWCOMERS; i++) {
                var newcomer = new Socket(
                        server.address().getAddress(), server.address().getPort());
                newcomers.add(newcomer);
            }
            newcomers.getLast().getOutputStream().write(QUESTION);
            if (isAnswered(newcomers.getLast(), SILENCE_MILLIS)) {
                throw new IOException("a server without descriptors let a newcomer in");
            }
            pause(500, 1500);
        } finally {
            close(newcomers.subList(0, Math.max(0, newcomers.size() - 1)));
            server.allowDescriptors(open + 2L * NEWCOMERS);
        }
        try (var last = newcomers.getLast()) {
            if (!isAnswered(last, MOST_MILLIS_TO_ANSWER)) {
                throw new IOException("a newcomer was not let in when there were descriptors again");
            }
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    /** Returns whether the server answers. With TLS the answer is an alert, or the end of the connection. */
    private static boolean isAnswered(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            var _ = socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
