package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Telnet throws away what it receives between its DO TIMING-MARK and the answer. */
class TimingMarkTest {
    private static final String DO = "\u00FF\u00FD\u0006";
    private static final String WONT = "\uFFFD\uFFFD\u0006"; // FF FC 06, as a TestConnection shows it
    private static final String NOPE = "Unsupported command\n";

    private final ChatServer server = new ChatServer(ServerConfig.defaults());
    private final Loop loop = server.openLoop(() -> {});
    private final TestConnection telnet = new TestConnection();
    private final TestConnection other = new TestConnection();
    private final Session asking = (Session) loop.accept(telnet);
    private final Inbound talking = loop.accept(other);

    /** @param text one byte a character */
    private static void send(Inbound session, String text) {
        session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** What a client has received since it was asked last, the welcome left out. */
    private String received(TestConnection connection) {
        loop.runTurn();
        var text = connection
                .received
                .toString()
                .replace("Welcome to Simple Chat! Use /nick <nick> to set your nick.\n", "");
        connection.received.setLength(0);
        return text;
    }

    @Test
    void itIsAnsweredInItsPlaceAndToNobodyElse() {
        send(talking, "before\n");
        send(asking, "/nope\nhel" + DO + "lo\n/nope\n" + DO);
        send(talking, "after\n");
        assertThat(received(telnet)).isEqualTo("user:2> before\n" + NOPE + WONT + NOPE + WONT + "user:2> after\n");
        assertThat(received(other)).isEqualTo("user:1> hello\n");
    }

    @Test
    void splitAnywhere() {
        var input = "a\u00FF\u00F4" + DO + "b\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            send(asking, input.substring(0, cut));
            send(asking, input.substring(cut));
            assertThat(received(telnet)).as("cut at %d", cut).isEqualTo(WONT);
            assertThat(received(other)).as("cut at %d", cut).isEqualTo("user:1> ab\n");
        }
    }

    @Test
    void itIsNoLine() {
        send(asking, DO + "one\n" + DO);
        assertThat(asking.input().received().lines()).isEqualTo(1);
        asking.onEndOfInput();
        assertThat(received(telnet)).isEqualTo(WONT + WONT);
        assertThat(asking.input().received().lines()).isEqualTo(1);
    }

    /** As with commands: the others have their turn in between. */
    @Test
    void manyAreAnsweredInSeveralTurns() {
        send(asking, DO.repeat(SessionInput.COMMAND_BUDGET + 1));
        assertThat(asking.input().isHolding()).isTrue();
        var answers = new StringBuilder();
        while (asking.input().isHolding()) {
            answers.append(received(telnet));
        }
        answers.append(received(telnet));
        assertThat(answers).hasToString(WONT.repeat(SessionInput.COMMAND_BUDGET + 1));
    }

    /** The input of a client that does not read the answers is held, and each mark is answered once it does. */
    @Test
    void aFloodWhoseAnswersAreNotReadIsHeld() {
        telnet.reads = false;
        int sent = 0;
        while (asking.readBudget() > 0) {
            send(asking, DO);
            sent++;
            loop.runTurn();
            assertThat(sent).isLessThan(20_000);
        }
        assertThat(received(telnet)).isEmpty();
        telnet.reads = true;
        asking.onWritable(0);
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        loop.awake();
        assertThat(received(telnet)).isEqualTo(WONT.repeat(sent));
    }
}
