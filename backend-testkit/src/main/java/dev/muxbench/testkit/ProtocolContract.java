package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said on the wire, byte for byte. */
abstract class ProtocolContract extends Contract {
    ProtocolContract(World world) {
        super(world);
    }

    static List<Transcript> transcripts() {
        return Transcript.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void transcript(Transcript transcript) {
        transcript.play(serve());
    }

    /** Telnet negotiation, cut after every byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff\u00fb\u0001\u00ff\u00fd\u0003hello\n",
                        "\u00ff\u00fa\u001f\u0000\n\u0000\u0018\u00ff\u00f0hello\n",
                "hel\u00ff\u00fb\u0001lo\r\u00ff\u00f1\n", "hello\r\n"
            })
    void telnetCommandsAreLeftOutHoweverTheyAreSplit(String latin1) {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut < bytes.length; cut++) {
            a.send(bytes, 0, cut).send(bytes, cut, bytes.length - cut);
            b.expect("user:1> hello\n");
        }
    }

    @Test
    void doubledIacIsDataAndAnEndlessSubnegotiationEnds() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("a\u00ff\u00ffb\n".getBytes(StandardCharsets.ISO_8859_1));
        b.expect("user:1> a\uFFFDb\n");
        a.send("\u00ff\u00fa\u0018".getBytes(StandardCharsets.ISO_8859_1));
        a.send("x".repeat(100) + "\nworld\n");
        assertThat(b.readLine()).matches("user:1> x{20,40}\n");
        b.expect("user:1> world\n");
    }

    @Test
    void whatCouldHarmATerminalIsReplaced() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("\u001b[31mred\u0007\u007f\u009b1m \u202Eevil\u2066 \u2028\ttab\r!\n");
        b.expect("user:1> ?[31mred???1m ?evil? ?\ttab?!\n");
        a.send(new byte[] {'x', (byte) 0xE2, (byte) 0x82, 'y', (byte) 0xC0, (byte) 0xAF, '\n'});
        b.expect("user:1> x\uFFFDy\uFFFD\uFFFD\n");
    }

    @Test
    void aLineAtTheLimitIsRelayedAndALongerOneIsNot() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var most = "m".repeat(1024);
        a.send(most + "\n" + most + "\r\n");
        b.expect("user:1> " + most + "\nuser:1> " + most + "\n");
        a.send(most + "m\n" + "n".repeat(100_000) + "\nnext\n");
        a.expect("Line too long (max 1024 bytes)\n".repeat(2));
        b.expect("user:1> next\n");
    }

    @Test
    void aLineThatGrowsIsRelayedWhole() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var broken = new byte[1025];
        Arrays.fill(broken, (byte) 0x80);
        broken[1024] = '\n';
        a.send(broken);
        b.expect("user:1> " + "\uFFFD".repeat(1024) + "\n");
    }

    @Test
    void manyLinesInOneWrite() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var sent = new StringBuilder();
        var expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            sent.append("line ").append(i).append('\n');
            expected.append("user:1> line ").append(i).append('\n');
        }
        run(() -> a.send(sent.toString()));
        b.expect(expected.toString());
    }

    @Test
    void repliesAndLinesComeInTheirOrder() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        b.send("1\n2\n");
        a.expect("user:2> 1\nuser:2> 2\n");
        a.send("x\n/foo\ny\n/join dev\n/who\nz\n/join lobby\nback\n");
        a.expect("Unsupported command\nJoined dev\nHere (1): user:1\nJoined lobby\n");
        b.expect("user:1> x\nuser:1> y\nuser:1> back\n");
    }

    @Test
    void aClientThatDoesNotReadItsRepliesIsNotReadForEver() {
        var server = serve();
        var a = server.connect();
        var asked = "/help\n".repeat(50_000);
        run(() -> a.send(asked));
        int helps = 0;
        while (helps < 50_000) {
            helps += a.readLine().startsWith("/help") ? 1 : 0;
        }
        assertThat(server.chat().clients()).isEqualTo(1);
    }
}
