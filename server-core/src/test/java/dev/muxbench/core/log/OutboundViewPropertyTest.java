package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against the naive model: one queue of bytes per client, into which every line and reply is copied. */
class OutboundViewPropertyTest {
    private static final LogLimits SMALL_SEGMENTS = new LogLimits(64, 256, 1 << 20);
    private static final int CLIENTS = 4;

    @Property(tries = 3000)
    void everyClientReceivesExactlyWhatItsOwnQueueWouldHold(
            @ForAll @Size(max = 120) List<@IntRange(max = 0xFFFFFF) Integer> steps) {
        new World().live(steps);
    }

    private static final class World {
        final SegmentPool pool = new SegmentPool(1 << 20);
        final List<RoomLog> logs = List.of(newLog(), newLog());
        final List<Client> clients = new ArrayList<>();
        long now;
        int lines;

        RoomLog newLog() {
            return new RoomLog(pool, SMALL_SEGMENTS, () -> now, () -> {});
        }

        void live(List<Integer> steps) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(logs.get(i % 2)));
            }
            for (int step : steps) {
                apply(step & 7, clients.get(step >> 3 & 3), step >> 5);
            }
            clients.forEach(Client::readEverything);
            clients.forEach(client -> client.view.close());
            logs.forEach(RoomLog::close);
            assertThat(pool.inUseBytes()).isZero();
            pool.close();
        }

        void apply(int action, Client client, int detail) {
            switch (action) {
                case 0, 1, 2 -> publish(client, 1 + detail % 5, detail >> 3 & 31);
                case 3 -> client.reply(1 + detail % 40);
                case 4, 5 -> client.read(1 + (detail & 127), detail >> 7 & 127);
                case 6 -> {
                    if (detail % 4 == 0) {
                        client.switchRoom(logs.get(detail >> 2 & 1));
                    }
                }
                default -> {
                    if (detail % 16 == 0) {
                        client.end();
                    }
                    now += (detail & 3) * 700_000_000L;
                }
            }
        }

        /** A read batch of some lines: published together, not seen by their author. */
        void publish(Client author, int count, int length) {
            if (author.ended) {
                return;
            }
            var published = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                published.writeBytes(("n> " + lines++ + "x".repeat(length) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            var log = author.log;
            long from = log.publish(published.toByteArray(), published.size());
            long to = from + published.size();
            author.view.skip(from, to);
            for (var client : clients) {
                if (client != author && client.log == log && !client.ended) {
                    client.queue.writeBytes(published.toByteArray());
                }
            }
        }

        final class Client {
            final OutboundView view;
            final ByteArrayOutputStream queue = new ByteArrayOutputStream();
            RoomLog log;
            int received;
            boolean ended;

            Client(RoomLog log) {
                this.log = log;
                this.view = new OutboundView(log);
            }

            void reply(int length) {
                if (ended) {
                    return;
                }
                var reply = ("r" + lines++ + "y".repeat(length) + "\n").getBytes(StandardCharsets.UTF_8);
                view.insert(log, ByteBuffer.wrap(reply));
                queue.writeBytes(reply);
            }

            void switchRoom(RoomLog to) {
                if (!ended && to != log && view.log() == log) { // one switch at a time
                    view.switchTo(log, to);
                    log = to;
                }
            }

            void end() {
                if (!ended) {
                    ended = true;
                    view.endAt(log);
                }
            }

            /** Takes up to {@code take} of at most {@code max} offered bytes. */
            boolean read(int max, int take) {
                int count = view.gather(max);
                if (count == 0) {
                    return false;
                }
                var offered = new ByteArrayOutputStream();
                for (int i = 0; i < count; i++) {
                    assertThat(view.runs()[i].remaining()).isPositive();
                    var run = new byte[view.runs()[i].remaining()];
                    view.runs()[i].duplicate().get(run);
                    offered.writeBytes(run);
                }
                assertThat(offered.size()).isLessThanOrEqualTo(max);
                var expected = queue.toByteArray();
                assertThat(offered.toByteArray())
                        .isEqualTo(Arrays.copyOfRange(
                                expected, received, Math.min(expected.length, received + offered.size())));
                int taken = Math.min(offered.size(), take);
                received += taken;
                view.advance(taken);
                return true;
            }

            void readEverything() {
                while (read(Integer.MAX_VALUE >> 1, Integer.MAX_VALUE)) {
                    // until nothing is left
                }
                assertThat(received).isEqualTo(queue.size());
                assertThat(view.ended()).isEqualTo(ended);
                assertThat(view.replyBytes()).isZero();
            }
        }
    }
}
