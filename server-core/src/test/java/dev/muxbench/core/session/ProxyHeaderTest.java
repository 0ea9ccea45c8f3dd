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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A balancer that sends the PROXY protocol to a server that does not expect it says nothing to the room. */
class ProxyHeaderTest {
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String LOCAL_HEADER = SIGNATURE + " \0\0\0"; // a balancer's probe

    private final ChatServer server = new ChatServer(new ServerConfig(
            100, 1024, 100, ServerConfig.MIN_HIGH_WATER_BYTES, Duration.ofHours(1), 64 << 20, Duration.ofSeconds(1)));
    private final Loop loop = server.openLoop(() -> {});
    private final TestConnection hearing = new TestConnection();
    private final TestConnection balancer = new TestConnection();
    private final Inbound listener = loop.accept(hearing);
    private int clients = 1;

    @BeforeEach
    void forgetTheWelcome() {
        heard();
    }

    /** @param text one byte a character */
    private static void send(Inbound session, String text) {
        session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private Session accept() {
        clients++;
        balancer.closed = null;
        return (Session) loop.accept(balancer);
    }

    private void runToTheEnd() {
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        loop.awake();
    }

    /** By the others, from the client that was accepted last. */
    private String heard() {
        loop.runTurn();
        var text = hearing.received.toString();
        hearing.received.setLength(0);
        return text.replace("user:" + clients + "> ", "> ");
    }

    @Test
    void isClosedWhereverItIsCutAndNothingOfItIsHeard() {
        var input = LOCAL_HEADER + "hello\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            var session = accept();
            send(session, input.substring(0, cut));
            send(session, input.substring(cut));
            assertThat(balancer.closed).as("cut at %d", cut).isEqualTo(CloseReason.PROXY_HEADER);
            session.onClosed(CloseReason.PROXY_HEADER);
            assertThat(heard()).as("cut at %d", cut).isEmpty();
        }
        assertThat(server.counters().closed(CloseReason.PROXY_HEADER)).isEqualTo(input.length() + 1);
        assertThat(server.clients()).isEqualTo(1);
    }

    @Test
    void whatIsNoneIsHeardWithTheNextByte() {
        var session = accept();
        send(session, "\r\n\r\n");
        assertThat(heard()).isEmpty();
        send(session, "h");
        assertThat(heard()).isEqualTo("> \n> \n");
        send(session, "i\n" + SIGNATURE);
        assertThat(heard()).isEqualTo("> hi\n> \n> \n> ?\n> QUIT\n");
        assertThat(balancer.closed).isNull();
    }

    @Test
    void whatIsNoneIsHeardAtTheEndOfInput() {
        var session = accept();
        send(session, "\r\n\r\n\0\r\nQUI");
        assertThat(heard()).isEmpty();
        session.onEndOfInput();
        assertThat(heard()).isEqualTo("> \n> \n> ?\n> QUI\n");
        assertThat(session.input().received().lines()).isEqualTo(4);
        assertThat(balancer.closed).isEqualTo(CloseReason.CLIENT_LEFT);
    }

    @Test
    void versionOneIsALine() {
        send(accept(), "PROXY UNKNOWN\r\n");
        assertThat(heard()).isEqualTo("> PROXY UNKNOWN\n");
    }

    /** The lines that were kept back come before those that have to wait. */
    @Test
    void whatIsKeptBackKeepsItsPlaceBeforeWhatIsHeld() {
        var session = accept();
        send(session, "\r\n");
        send(session, "/nope\n".repeat(SessionInput.COMMAND_BUDGET) + "last\n");
        runToTheEnd();
        assertThat(heard()).isEqualTo("> \n> last\n");
    }

    /** The header waited for the room, and when it is looked at there is no connection left to close. */
    @Test
    void aHeaderWhoseSenderHasResetMeanwhileIsNotHeardEither() {
        var speaker = accept();
        hearing.reads = false;
        while (!speaker.input().isHolding()) {
            send(speaker, "x".repeat(1000) + "\n");
            loop.runTurn();
        }
        var session = accept();
        send(session, LOCAL_HEADER + "hello\n");
        assertThat(session.input().isHolding()).isTrue();
        session.onClosed(CloseReason.IO_ERROR);
        hearing.reads = true;
        listener.onWritable(0);
        runToTheEnd();
        assertThat(session.input().isHolding()).isFalse();
        assertThat(hearing.received.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.endsWith("> " + "x".repeat(1000)));
    }
}
