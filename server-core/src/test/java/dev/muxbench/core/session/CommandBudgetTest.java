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
import org.junit.jupiter.api.Test;

/** Who gives many commands at once leaves the loop to others in between. */
class CommandBudgetTest {
    private static final int COMMANDS = 1000;
    private static final int TURNS = (COMMANDS - 1) / SessionInput.COMMAND_BUDGET; // after the first read

    private final ChatServer server = new ChatServer(ServerConfig.defaults());
    private final Loop loop = server.openLoop(() -> {});
    private final TestConnection first = new TestConnection();
    private final TestConnection second = new TestConnection();

    private static void say(Inbound session, String text) {
        session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String nicks(int count) {
        var commands = new StringBuilder();
        for (int i = 0; i < count; i++) {
            commands.append("/nick n").append(i).append('\n');
        }
        return commands.toString();
    }

    @Test
    void othersHaveTheirTurnInBetween() {
        var busy = (Session) loop.accept(first);
        var other = loop.accept(second);
        say(busy, nicks(COMMANDS));
        assertThat(busy.nick()).isEqualTo("n" + (SessionInput.COMMAND_BUDGET - 1));
        say(other, "may I?\n");
        loop.runTurn();
        assertThat(first.received.toString()).endsWith("user:2> may I?\n");
        for (int turn = 1; turn < TURNS; turn++) {
            assertThat(loop.prepareToSleep()).isFalse();
            loop.runTurn();
        }
        assertThat(busy.nick()).isEqualTo("n" + (COMMANDS - 1));
        assertThat(loop.prepareToSleep()).isTrue();
    }

    /** A line that comes behind many commands is still relayed behind them, and the last one, without LF, too. */
    @Test
    void whatComesBehindThemStaysBehindThem() {
        var busy = loop.accept(first);
        loop.accept(second);
        say(busy, nicks(COMMANDS));
        say(busy, "now\n" + nicks(1) + "then");
        busy.onEndOfInput();
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        assertThat(second.received.toString()).endsWith("n" + (COMMANDS - 1) + "> now\nn0> then\n");
        assertThat(first.closed).isEqualTo(CloseReason.CLIENT_LEFT);
    }

    @Test
    void whoGoesMeanwhileLeavesNothing() {
        var gone = (Session) loop.accept(first);
        var other = loop.accept(second);
        say(gone, nicks(COMMANDS));
        gone.onClosed(CloseReason.IO_ERROR);
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        assertThat(server.clients()).isEqualTo(1);
        say(other, "/msg " + gone.nick() + " hello\n");
        loop.runTurn();
        assertThat(second.received.toString()).endsWith("No such nick: " + gone.nick() + "\n");
    }
}
