package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLockTarget;

/**
 * Attackers beside people who talk. These hear every line, each as soon as it is said; memory stays within its bound; and afterwards the
 * server is as it was. Readers that stand still are the matter of {@link OverloadContract}.
 */
@Tag("slow")
@ResourceLock(value = Contract.JVM, mode = ResourceAccessMode.READ_WRITE, target = ResourceLockTarget.CHILDREN)
abstract class AttackContract extends Contract {
    private static final int LISTENERS = 4;
    private static final int LINES = 50; // that are said while the attack goes on
    private static final int SLACK = 20; // descriptors, for classes that are loaded meanwhile, or a recording
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    AttackContract(World world) {
        super(world);
    }

    /** One who speaks, and others who hear that. */
    private record People(World world, TestClient speaker, List<TestClient> listeners) {

        int count() {
            return 1 + listeners.size();
        }

        /** Each line is said when all have heard the one before; what others say is passed over. */
        void talk(int lines) {
            var heard = new Semaphore(0);
            var hearing = listeners.stream()
                    .map(listener -> world.run(() -> hear(listener, lines, heard)))
                    .toList();
            for (int i = 0; i < lines; i++) {
                speaker.send(line(i));
                acquire(heard, listeners.size());
            }
            hearing.forEach(Background::join);
        }

        private static void hear(TestClient listener, int lines, Semaphore heard) {
            for (int i = 0; i < lines; i++) {
                var line = listener.readLine();
                while (!line.startsWith("user:1> ")) {
                    line = listener.readLine();
                }
                assertThat(line).isEqualTo("user:1> " + line(i));
                heard.release();
            }
        }

        private static void acquire(Semaphore heard, int count) {
            try {
                assertThat(heard.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("all have heard it")
                        .isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static String line(int number) {
            return "line " + number + "\n";
        }
    }

    private People enter(TestServer server) {
        return new People(world(), server.connect(), server.connect(LISTENERS));
    }

    private static SocketChannel attack(TestServer server) {
        try {
            return SocketChannel.open(server.backend().address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(SocketChannel attacker, String text) {
        try {
            attacker.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reset(SocketChannel attacker) {
        try {
            attacker.setOption(StandardSocketOptions.SO_LINGER, 0);
            attacker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long closed(TestServer server, CloseReason reason) {
        return server.chat().counters().closed(reason);
    }

    /** In the room of those who talk, as fast as the server takes it, and without ever reading. */
    @Test
    void amongAFloodEverybodyIsHeard() {
        var server = serve(patient(), 1);
        var people = enter(server);
        run(people.speaker()::drain);
        var flooder = server.connect();
        var end = new AtomicBoolean();
        var noise = ("F".repeat(1000) + "\n").repeat(60);
        var flooding = run(() -> {
            while (!end.get()) {
                flooder.send(noise);
            }
        });
        await(() -> server.chat().counters().relayedLines() > 1000);
        people.talk(LINES / 2);
        assertThat(flooding.isDone()).isFalse();
        assertThat(server.chat().logBytesInUse()).isLessThan(3 * patient().highWaterBytes());
        end.set(true);
        people.listeners().forEach(listener -> run(listener::drain));
        flooding.join();
        assertThat(server.openConnections()).isEqualTo(people.count() + 1); // nobody is closed for it
    }

    /** A byte now and then, in a line that never ends. */
    @Test
    void hundredsOfHalfLinesCostWhatIsCountedForThem() {
        var server = serve(ServerConfig.defaults(), 1);
        var people = enter(server);
        people.talk(LINES);
        long before = heapBytes();
        var attackers = IntStream.range(0, 500).mapToObj(i -> attack(server)).toList();
        var end = new AtomicBoolean();
        var trickling = run(() -> {
            var halfLine = "/nick é and so on without an end".repeat(30).toCharArray();
            for (int i = 0; i < halfLine.length && !end.get(); i++) {
                for (var attacker : attackers) {
                    send(attacker, String.valueOf(halfLine[i]));
                }
                letPass(Duration.ofMillis(20));
            }
        });
        server.awaitClients(people.count() + attackers.size());
        people.talk(LINES);
        assertThat(heapBytes() - before).isLessThan(attackers.size() * bytesOfAClient());
        end.set(true);
        trickling.join();
        assertThat(server.openConnections()).isEqualTo(people.count() + attackers.size());
        attackers.forEach(AttackContract::reset);
        server.awaitClients(people.count());
        people.talk(LINES);
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** By which the bound of a server grows for each. */
    private static long bytesOfAClient() {
        int clients = 10_000;
        var none = ServerConfig.defaults().withMaxClients(1).memoryBound();
        return (ServerConfig.defaults().withMaxClients(clients).memoryBound().heapBytes() - none.heapBytes()) / clients;
    }

    /** Before a word, in the middle of a line, with everything unread. */
    @Test
    void resetsByTheThousandLeaveNothing() {
        var server = serve(ServerConfig.defaults(), 2);
        var people = enter(server);
        long descriptors = descriptors();
        int each = 400;
        var attacks = new ArrayList<Background>();
        attacks.add(run(() -> repeat(each, () -> reset(attack(server)))));
        attacks.add(run(() -> repeat(each, () -> {
            var attacker = attack(server);
            // Elsewhere: where a write has found the reset, a read finds an end, and then half a line counts.
            send(attacker, "/join elsewhere\n/help\n/who\nhalf a li");
            reset(attacker);
        })));
        attacks.add(run(() -> repeat(each, () -> {
            var attacker = server.connectPassing();
            attacker.expect(TestClient.WELCOME).send("/nick crowd\n/join away\n");
            attacker.reset();
        })));
        people.talk(LINES);
        attacks.forEach(Background::join);
        server.awaitClients(people.count());
        await(() -> server.openConnections() == people.count());
        assertThat(closed(server, CloseReason.IO_ERROR) + closed(server, CloseReason.CLIENT_LEFT))
                .isEqualTo(server.chat().counters().accepted() - people.count());
        await(() -> descriptors() <= descriptors + SLACK);
        people.speaker().send("/nick crowd\n/nope\n").expect("Unsupported command\n"); // the nick is free
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    /** Of this process; 0 where that is not counted. */
    private static long descriptors() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }
}
