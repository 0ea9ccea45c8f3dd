package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.muxbench.core.config.ServerConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLockTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients, many loops: order, bursts, memory, idleness. */
@Tag("slow")
@ResourceLock(value = Contract.JVM, mode = ResourceAccessMode.READ_WRITE, target = ResourceLockTarget.CHILDREN)
abstract class ScaleContract extends Contract {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    ScaleContract(World world) {
        super(world);
    }

    /** All receivers see the same sequence. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theOrderInARoomIsTheSameForAll(int ioThreads) {
        var server = serve(ServerConfig.defaults(), ioThreads);
        int senders = 8;
        int each = 2000;
        var sending = server.connect(senders);
        var receiving = server.connect(10);
        var logs = new ArrayList<List<String>>();
        var reading = new ArrayList<Background>();
        for (var receiver : receiving) {
            var log = new ArrayList<String>();
            logs.add(log);
            reading.add(run(() -> {
                while (log.size() < senders * each) {
                    log.add(receiver.readLine());
                }
            }));
        }
        for (var sender : sending) {
            run(sender::drain);
            run(() -> {
                for (int i = 0; i < each; i++) {
                    sender.send(i + "\n");
                }
            });
        }
        reading.forEach(Background::join);
        logs.forEach(log -> assertThat(log).isEqualTo(logs.getFirst()));
        var next = new HashMap<String, Integer>();
        for (var line : logs.getFirst()) {
            var parts = line.strip().split("> ");
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
        }
    }

    /** Joins and leaves under load: those who stay get every line, those who come get a suffix without a gap. */
    @Test
    void aThousandComeAndGoWhileOthersTalk() {
        var server = serve(ServerConfig.defaults(), 2);
        var sender = server.connect();
        var staying = server.connect(5);
        int lines = 5000;
        var reading = staying.stream()
                .map(client -> run(() -> {
                    for (int i = 0; i < lines; i++) {
                        client.expect("user:1> " + i + "\n");
                    }
                }))
                .toList();
        var churn = new ArrayList<Background>();
        for (int i = 0; i < 20; i++) {
            churn.add(run(() -> comeAndGo(server, 50)));
        }
        for (int i = 0; i < lines; i++) {
            sender.send(i + "\n");
        }
        reading.forEach(Background::join);
        churn.forEach(Background::join);
        server.awaitClients(6);
    }

    private static void comeAndGo(TestServer server, int times) {
        for (int i = 0; i < times; i++) {
            try (var client = server.connectPassing()) {
                client.expect(TestClient.WELCOME);
                if (i % 2 == 0) {
                    client.send("/nope\n");
                    int last = -1;
                    for (var line = client.readLine(); !line.startsWith("Unsupported"); line = client.readLine()) {
                        int number = Integer.parseInt(line.strip().substring("user:1> ".length()));
                        assertThat(last < 0 || number == last + 1)
                                .as("a gap after %d: %d", last, number)
                                .isTrue();
                        last = number;
                    }
                }
            }
        }
    }

    /** A burst of connections, then all of them again under the same nicks. */
    @Test
    void aReconnectStormSettles() {
        var server = serve(ServerConfig.defaults(), 1);
        for (int wave = 0; wave < 2; wave++) {
            var clients = new TestClient[1900];
            var connecting = new ArrayList<Background>();
            for (int i = 0; i < clients.length; i++) {
                int number = i;
                connecting.add(run(() -> {
                    clients[number] = server.connectPassing();
                    clients[number].expect(TestClient.WELCOME);
                    clients[number].send("/nick storm" + number + "\n/nope\n").expect("Unsupported command\n");
                }));
            }
            connecting.forEach(Background::join);
            assertThat(server.chat().clients()).isEqualTo(clients.length);
            assertThat(server.chat().counters().accepted()).isEqualTo((wave + 1L) * clients.length);
            for (var client : clients) {
                client.close();
            }
            server.awaitClients(0);
        }
    }

    /** A burst's memory comes back. */
    @Test
    void memoryIsGivenBackAfterABurst() {
        var server = serve(ServerConfig.defaults(), 1);
        var sender = server.connect();
        var readers = server.connect(3);
        var line = "y".repeat(1000) + "\n";
        var reading = readers.stream()
                .map(reader -> run(() -> {
                    for (int i = 0; i < 8000; i++) {
                        reader.expect("user:1> " + line);
                    }
                }))
                .toList();
        for (int i = 0; i < 8000; i++) {
            sender.send(line);
        }
        reading.forEach(Background::join);
        assertThat(server.chat().logBytesInUse() + server.chat().logBytesIdle()).isGreaterThan(64 << 10);
        long empty = server.emptyLogBytes();
        await(() -> {
            server.chat().housekeep();
            return server.chat().logBytesIdle() == 0 && server.chat().logBytesInUse() <= 2 * empty;
        });
    }

    /** Nobody says anything, some are stuck, some are half closed: the loops sleep. */
    @Test
    void anIdleServerUsesNoProcessor() {
        var server = serve(ServerConfig.defaults(), 2);
        var clients = server.connect(100);
        var stuck = server.connectSlow();
        stuck.send("/help\n".repeat(10_000));
        server.awaitHeldInput();
        clients.subList(0, 10).forEach(client -> client.send("half a line"));
        awaitRest();
        assertThat(server.chat().clients()).isEqualTo(101);
    }

    /** An end of input that cannot be acted on yet does not keep a loop awake. */
    @Test
    void halfClosedClientsWakeNobody() {
        var patient =
                new ServerConfig(2000, 1024, 100, 256 << 10, Duration.ofHours(1), 64 << 20, Duration.ofMillis(500));
        var server = serve(patient, 2);
        int count = 20;
        for (int i = 0; i < count; i++) {
            server.connectSlow().send("/help\n".repeat(40_000)).halfClose();
            server.connect().send("half a line").halfClose();
        }
        server.awaitClients(count);
        awaitRest();
        assertThat(server.chat().clients()).isEqualTo(count);
    }

    /** On a busy machine it takes long until all is done that there is to do, compiling included. */
    private void awaitRest() {
        world().await(Duration.ofMinutes(3), this::isAtRest);
    }

    /** Looks at the whole process for a while: nobody else is busy in it. */
    private boolean isAtRest() {
        long before = PROCESS.getProcessCpuTime();
        letPass(Duration.ofMillis(500));
        return PROCESS.getProcessCpuTime() - before < TimeUnit.MILLISECONDS.toNanos(25);
    }
}
