package dev.muxbench.cli.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Through pseudo-terminals, as a person sees it; skipped where tmux is not installed, unless MUXBENCH_REQUIRE_TMUX is set. */
@Tag("terminal")
class TerminalChatTest {
    private static final String WELCOME = "Welcome to Simple Chat! Use /nick <nick> to set your nick.";

    @TempDir
    private Path state;

    private Tmux tmux;

    static List<String> otherBackends() {
        return ChatBackends.available().stream()
                .filter(name -> !name.equals("nio"))
                .toList();
    }

    @BeforeEach
    void open() {
        assumeTrue(
                Tmux.isInstalled() || System.getenv("MUXBENCH_REQUIRE_TMUX") != null, "tmux must be installed for it");
        tmux = new Tmux(state);
    }

    @AfterEach
    void close() {
        if (tmux != null) {
            tmux.close();
        }
    }

    @Test
    void twoPeopleChat() {
        twoPeopleChatOn("nio");
    }

    @ParameterizedTest
    @MethodSource("otherBackends")
    @Tag("slow")
    void twoPeopleChatOnEachBackend(String backend) {
        twoPeopleChatOn(backend);
    }

    private void twoPeopleChatOn(String backend) {
        try (var server = ChatBackends.start(backend)) {
            var address = ChatBackends.address(server).toString();
            var alice = tmux.start("alice", "", "chat", address, "--nick", "alice", "--room", "dev");
            var bob = tmux.start("bob", "", "chat", address, "--nick", "bob");
            alice.awaitLine("Joined dev").awaitLastLine("you>");
            bob.awaitLine(WELCOME).awaitLastLine("you>");

            bob.type("/join dev")
                    .press("Enter")
                    .awaitLine("you> /join dev")
                    .awaitLine("Joined dev")
                    .awaitLastLine("you>");
            bob.type("half a li").awaitLastLine("you> half a li");
            alice.type("caffè 日本語 😀")
                    .press("Enter")
                    .awaitLine("you> caffè 日本語 😀")
                    .awaitLastLine("you>");
            bob.awaitLine("alice> caffè 日本語 😀").awaitLastLine("you> half a li");
            bob.type("ne").press("Enter").awaitLine("you> half a line").awaitLastLine("you>");
            alice.awaitLine("bob> half a line");

            bob.press("C-d");
            Tmux.awaitRestored(bob, 0);
            alice.type("/quit").press("Enter");
            Tmux.awaitRestored(alice, 0);
        }
    }

    @Test
    void linesAreEdited() {
        try (var server = ChatBackends.start("nio")) {
            var other = server.connect();
            var address = ChatBackends.address(server).toString();
            var screen = tmux.start("edit", "", "chat", address, "--nick", "ed");
            screen.awaitLastLine("you>");
            other.send("hi\n");
            screen.awaitLine("user:1> hi");

            screen.type("日本x")
                    .press("BSpace", "BSpace")
                    .type("語")
                    .press("Home")
                    .type("a")
                    .press("Enter");
            other.expect("ed> a日語\n");
            screen.awaitLastLine("you>").type("given up").press("C-c").awaitLastLine("you>");
            screen.press("Up").awaitLastLine("you> a日語").press("C-c").awaitLastLine("you>");
            screen.type("/he")
                    .press("Tab")
                    .awaitLastLine("you> /help")
                    .press("C-c")
                    .awaitLastLine("you>");
            screen.type("us")
                    .press("Tab")
                    .awaitLastLine("you> user:1:")
                    .press("C-c")
                    .awaitLastLine("you>");
            screen.paste("one !!\ntwo \"\\").awaitLastLine("   > two \"\\").press("Enter");
            other.expect("ed> one !!\ned> two \"\\\n");

            screen.awaitLastLine("you>").type("w".repeat(60)).resize(40, 24);
            screen.awaitLastLine("w".repeat(25));
            other.send("meanwhile\n");
            screen.awaitLine("user:1> meanwhile").awaitLastLine("w".repeat(25)).press("Enter");
            other.expect("ed> " + "w".repeat(60) + "\n");
            screen.awaitLastLine("you>").paste("last\n\n/quit\nthis\nand that");
            screen.awaitLastLine("   > and that").press("Enter");
            other.expect("ed> last\n");
            Tmux.awaitRestored(screen, 0);
            assertThat(screen.text()).contains("not sent: 2 pasted behind /quit");
        }
    }

    @Test
    void aServerCannotSteerTheTerminal() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(60_000); // a client that does not start is a failure, not a hang
            var address = "127.0.0.1:" + listener.getLocalPort();
            var screen = tmux.start("steer", "", "chat", address, "--no-reconnect");
            var title = screen.ask("#{pane_title}");
            try (var socket = listener.accept()) {
                var out = socket.getOutputStream();
                out.write("first\n".getBytes(UTF_8));
                out.write("eve> \033[2J\033[H\033]0;title\007\233A\b\b\r\033c\n".getBytes(ISO_8859_1));
                out.write("eve> \u009B2J\u202Eabc\n".getBytes(UTF_8));
                out.write("no LF".getBytes(UTF_8));
                out.flush();
                screen.awaitLine("eve> \uFFFD2J\uFFFDabc").awaitLastLine("you>");
                assertThat(screen.text().lines()).contains("first", "eve> ␛[2J␛[H␛]0;title␇\uFFFDA␈␈␍␛c");
            }
            Tmux.awaitRestored(screen, 1);
            assertThat(screen.text().lines())
                    .contains("no LF", "muxbench chat: connection to " + address + " lost: closed by the server");
            assertThat(screen.ask("#{pane_title}")).isEqualTo(title);
            assertThat(screen.ask("#{window_bell_flag}")).isEqualTo("0");
        }
    }

    @Test
    void aSignalLeavesTheTerminalAsItWas() {
        try (var server = ChatBackends.start("nio")) {
            var screen = tmux.start(
                    "signal", "", "chat", ChatBackends.address(server).toString());
            screen.awaitLine(WELCOME).awaitLastLine("you>").type("half").awaitLastLine("you> half");
            screen.program().destroy();
            Tmux.awaitRestored(screen, 143);
            assertThat(screen.text()).doesNotContain("Exception");
        }
    }

    @Test
    void aDumbTerminalIsWrittenLineByLine() {
        try (var server = ChatBackends.start("nio")) {
            var address = ChatBackends.address(server).toString();
            var screen = tmux.start("dumb", "TERM=dumb", "chat", address, "--nick", "dumb");
            screen.awaitLine(WELCOME).type("/who").press("Enter").awaitLine("Here (1): dumb");
            screen.press("C-d");
            Tmux.awaitRestored(screen, 0);
        }
    }
}
