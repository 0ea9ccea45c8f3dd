package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits to be said is said once it can be, whatever happens meanwhile. */
class HeldInputTest {
    private static final String LINE = "x".repeat(1000) + "\n";

    private final ChatServer server = new ChatServer(new ServerConfig(
            100, 1024, 100, ServerConfig.MIN_HIGH_WATER_BYTES, Duration.ofHours(1), 64 << 20, Duration.ofSeconds(1)));
    private final Loop loop = server.openLoop(() -> {});
    private final Loop otherLoop = server.openLoop(() -> {});
    private final TestConnection hearing = new TestConnection();

    private static void say(Inbound session, String text) {
        session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void runToTheEnd(Loop loop) {
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        loop.awake();
    }

    /** Speaks until it is not heard any more, as somebody does not read. */
    private void fill(Session speaker) {
        while (!speaker.input().isHolding()) {
            say(speaker, LINE);
            runToTheEnd(loop);
            runToTheEnd(otherLoop);
        }
    }

    /** On the other loop, which hears of its end only when that is drained. */
    private Inbound stuckReader() {
        hearing.reads = false;
        return otherLoop.accept(hearing);
    }

    private static String commands(int count) {
        return "/nope\n".repeat(count);
    }

    @Test
    void whoIsClosedForWhatItDoesNotReadIsHeardToTheEnd() {
        otherLoop.accept(hearing);
        var speaker = (Session) loop.accept(new TestConnection());
        say(speaker, commands(SessionInput.COMMAND_BUDGET) + "last words\n");
        assertThat(speaker.input().isHolding()).isTrue();
        speaker.lifecycle().closeAtOnce(CloseReason.SLOW_CONSUMER);
        loop.runTurn();
        speaker.onClosed(CloseReason.SLOW_CONSUMER);
        runToTheEnd(loop);
        runToTheEnd(otherLoop);
        assertThat(hearing.received.toString()).endsWith("> last words\n");
        assertThat(loop.isEmpty()).isTrue();
    }

    /** The notice that there is room again comes while the loop has looked for such notices already, but has not sent yet. */
    @Test
    void aNoticeInTheMiddleOfATurnIsNotSpent() {
        var reader = stuckReader();
        var talker = new TestConnection();
        var talking = loop.accept(talker);
        say(talking, "/join den\n");
        runToTheEnd(loop);
        var speaker = (Session) loop.accept(new TestConnection());
        fill(speaker);
        say(talking, commands(SessionInput.COMMAND_BUDGET) + LINE.repeat(20));
        assertThat(talking.readBudget()).isZero();
        talker.onResumeReading = () -> {
            hearing.reads = true;
            reader.onWritable(0);
            runToTheEnd(otherLoop);
        };
        runToTheEnd(loop);
        assertThat(speaker.input().isHolding()).isFalse();
    }

    @Test
    void aLoopThatEndsWaitsForNothing() {
        stuckReader();
        var speaker = (Session) loop.accept(new TestConnection());
        var leaver = loop.accept(new TestConnection());
        fill(speaker);
        say(leaver, "not heard any more\n");
        leaver.onClosed(CloseReason.IO_ERROR);
        assertThat(loop.isEmpty()).isFalse();
        assertThat(server.clients()).isEqualTo(3);
        speaker.onClosed(CloseReason.SERVER_STOPPING);
        loop.close();
        assertThat(loop.isEmpty()).isTrue();
        assertThat(server.clients()).isEqualTo(1);
    }

    /** Else its end would not be noticed, and it would be reset with what it had been told. */
    @Test
    void whoIsNotReadWhenTheServerStopsIsReadAgain() {
        stuckReader();
        var paused = new TestConnection();
        var resumed = new AtomicInteger();
        paused.onResumeReading = resumed::incrementAndGet;
        var speaker = (Session) loop.accept(paused);
        fill(speaker);
        while (speaker.readBudget() > 0) {
            say(speaker, "x".repeat(speaker.readBudget() - 1) + "\n");
        }
        assertThat(speaker.readBudget()).isZero(); // it may be asked twice
        assertThat(resumed).hasValue(0);
        server.stopAtOnce();
        runToTheEnd(loop);
        assertThat(resumed).hasValue(1);
        assertThat(paused.received.toString()).endsWith("Server stopping\n");
        speaker.onEndOfInput();
        assertThat(paused.closed).isEqualTo(CloseReason.SERVER_STOPPING);
    }
}
