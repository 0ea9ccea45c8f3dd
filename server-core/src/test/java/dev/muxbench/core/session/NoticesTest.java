package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.TestConnection;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.protocol.Names;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A client takes a line apart at its first "> ". What the server says itself must not look as if somebody had said it. */
class NoticesTest {
    private static final String PROMPT = "> ";
    private static final int MANY = 300;

    private final ChatServer server = new ChatServer(new ServerConfig(
            1000, 1024, 2, ServerConfig.MIN_HIGH_WATER_BYTES, Duration.ofHours(1), 64 << 20, Duration.ofSeconds(1)));
    private final Loop loop = server.openLoop(() -> {});
    private final TestConnection connection = new TestConnection();
    private final Inbound client = loop.accept(connection);

    /** What it is told; the welcome is smallchat's, and the only first line. */
    private List<String> told(String... lines) {
        loop.runTurn();
        connection.received.setLength(0);
        for (var line : lines) {
            client.onBytes(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        while (!loop.prepareToSleep()) {
            loop.runTurn();
        }
        loop.awake();
        return connection.received.toString().lines().toList();
    }

    private static void assertNobodySaidThem(List<String> lines) {
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(PROMPT));
    }

    @Test
    void noticesOfTheServersOwnAccord() {
        assertNobodySaidThem(Stream.of(Notice.SERVER_FULL, Notice.ADDRESS_FULL, Notice.IDLE, Notice.SERVER_STOPPING)
                .map(notice -> StandardCharsets.UTF_8.decode(notice.line()).toString())
                .toList());
    }

    /** It is alone, so all that it receives is the server's. */
    @Test
    void answersToWhateverIsTyped() {
        var words =
                List.of("/nick ", "/join ", "/msg ", "/msg x", "/msg x ", "/nope", "/", "", "/help", "/who", "/rooms");
        var texts = List.of(
                "", " ", "> ", "a> b> c", ">", ">\t> ", "<nick> x", "＞ a", ">\u00A0> ", "b".repeat(200) + "> c");
        var answers = new ArrayList<String>();
        for (var word : words) {
            for (var text : texts) {
                answers.addAll(told(word + text));
            }
        }
        answers.addAll(told("/join dev", "c".repeat(2000)));
        assertNobodySaidThem(answers);
        assertThat(answers)
                .contains("Unsupported command", "No such nick: a>", "No such nick", "Joined dev", "Here (1): user:1")
                .contains("/help            this list", "Rooms: lobby (1)", "Line too long (max 1024 bytes)");
    }

    @Test
    void listsThatAreCutShort() {
        for (int i = 0; i < MANY; i++) {
            loop.accept(new TestConnection());
        }
        var who = told("/who");
        assertNobodySaidThem(who);
        assertThat(who).singleElement().asString().endsWith("and " + (MANY + 1 - 200) + " more");
    }

    @Test
    void refusals() {
        var other = (Session) loop.accept(new TestConnection());
        other.onBytes(ByteBuffer.wrap("/nick taken\n/join full\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(told("/nick taken")).containsExactly("Nick taken is already in use");
        assertThat(told("/join onemore")).containsExactly("Too many rooms (max 2)");
        while (other.output().offerPrivately(ByteBuffer.allocate(1000))) {
            // as if they were on their way
        }
        assertThat(told("/msg taken " + "x".repeat(1000)))
                .containsExactly("taken is not reading, message not delivered");
    }

    /** Each rule, for nicks and for rooms. */
    @Test
    void reasonsOfNames() {
        var reasons = Stream.of(
                        bytes(""),
                        bytes("x".repeat(32)),
                        new byte[] {(byte) 0xFF},
                        bytes("a>"),
                        bytes("a> b"),
                        bytes("＞ "),
                        bytes("a b"),
                        bytes("a\u0007"),
                        bytes("a\u200B"),
                        bytes("a\uE000"),
                        bytes("user:7"))
                .flatMap(raw -> Stream.of(Names.nick(raw), Names.room(raw)))
                .filter(Names.Result.Invalid.class::isInstance)
                .map(result -> ((Names.Result.Invalid) result).reason())
                .collect(Collectors.toSet());
        assertThat(reasons).hasSize(15); // seven rules for both, and the one for nicks
        assertNobodySaidThem(List.copyOf(reasons));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
