package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.spi.CloseReason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What telnet and balancers send beside text. */
public abstract class WireContract extends Contract {
    private static final String DO_TIMING_MARK = "\u00ff\u00fd\u0006";
    private static final String WONT_TIMING_MARK = "\u00ff\u00fc\u0006";
    private static final String NOPE = "Unsupported command\n";
    private static final String PROXY_SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    protected WireContract(World world) {
        super(world);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** After Ctrl-C telnet shows nothing before it has the answer. */
    @Test
    void aTimingMarkIsAnsweredInItsPlaceHoweverItIsSplit() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var input = latin1("/nope\nhel\u00ff\u00f4" + DO_TIMING_MARK + "lo\n/nope\n");
        for (int cut = 0; cut <= input.length; cut++) {
            b.send(cut + "\n");
            a.expect("user:2> " + cut + "\n");
            a.send(input, 0, cut).send(input, cut, input.length - cut);
            a.expect(latin1(NOPE + WONT_TIMING_MARK + NOPE));
            b.expect("user:1> hello\n");
        }
    }

    @Test
    void ctrlZAndItsKindAreLeftOut() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send(latin1("\u00ff\u00ed" + DO_TIMING_MARK + "/nick z\n\u00ff\u00ee\u00ff\u00echello\n"));
        a.expect(latin1(WONT_TIMING_MARK));
        b.expect("z> hello\n");
    }

    /** A client that reads none of the answers is not read either, and each is answered once it does. */
    @Test
    void aFloodOfTimingMarksIsAnsweredOneByOne() {
        var server = serve();
        var flooding = server.connectSlow();
        var a = server.connect();
        var b = server.connect();
        int marks = 1_000_000;
        run(() -> flooding.send(latin1(DO_TIMING_MARK.repeat(marks))));
        for (int i = 0; i < 100; i++) {
            a.send("still here\n");
            b.expect("user:2> still here\n");
        }
        int answers = 0;
        int lines = 0;
        var some = new byte[16 << 10];
        while (answers < marks || lines < 100) {
            int count = flooding.readSome(some, some.length);
            assertThat(count).isPositive();
            for (int i = 0; i < count; i++) {
                answers += some[i] == 6 ? 1 : 0;
                lines += some[i] == '\n' ? 1 : 0;
            }
        }
        assertThat(answers).isEqualTo(marks);
        assertThat(lines).isEqualTo(100);
    }

    @Test
    void aConnectionThatBeginsWithAProxyHeaderIsClosedAndNotHeard() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var input = latin1(PROXY_SIGNATURE + "!\u0011\0\u000cabcdabcdabcd" + "hello\n");
        for (int cut = 0; cut <= PROXY_SIGNATURE.length(); cut++) {
            var balancer = server.connect();
            balancer.send(input, 0, cut);
            if (cut < PROXY_SIGNATURE.length()) {
                a.send(cut + "\n");
                balancer.expect("user:1> " + cut + "\n"); // so that the parts come alone
                b.expect("user:1> " + cut + "\n");
                balancer.send(input, cut, input.length - cut);
            }
            balancer.drain();
            server.awaitClients(2);
        }
        a.send("nothing else\n");
        b.expect("user:1> nothing else\n");
        assertThat(server.chat().counters().closed(CloseReason.PROXY_HEADER)).isEqualTo(PROXY_SIGNATURE.length() + 1);
    }

    @Test
    void whatOnlyBeginsAsAProxyHeaderIsRelayedAtTheEndOfInput() {
        var server = serve();
        var b = server.connect();
        for (int length = 1; length < PROXY_SIGNATURE.length(); length++) {
            var a = server.connect();
            a.send(latin1(PROXY_SIGNATURE.substring(0, length))).halfClose();
            assertThat(a.readToEnd()).isEmpty();
            var nick = "user:" + (length + 1) + "> ";
            var lines =
                    PROXY_SIGNATURE.substring(0, length).replace("\r\n", "\n").replaceAll("[\r\0]", "?");
            lines.lines().forEach(line -> b.expect(nick + line + "\n"));
        }
    }
}
