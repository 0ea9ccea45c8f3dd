package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How connections end: nothing that was accepted is lost, and "closed" is said once. */
abstract class ClosingContract extends Contract {
    ClosingContract(World world) {
        super(world);
    }

    @Test
    void aHalfClosedClientIsHeardToItsLastByteAndThenClosed() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("hi\nlast words").halfClose();
        b.expect("user:1> hi\nuser:1> last words\n");
        assertThat(a.readToEnd()).isEmpty();
        server.awaitClients(1);
        assertThat(server.chat().counters().closed(CloseReason.CLIENT_LEFT)).isEqualTo(1);
    }

    @Test
    void aHalfClosedClientStillGetsWhatIsPendingForIt() {
        var server = serve();
        var a = server.connect();
        a.send("/nope\n".repeat(20_000)).halfClose();
        assertThat(a.readToEnd()).isEqualTo("Unsupported command\n".repeat(20_000));
    }

    @RepeatedTest(20)
    void aResetInTheMiddleOfALineLosesOnlyThatLine() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        var c = server.connect();
        a.send("whole\n");
        b.expect("user:1> whole\n");
        a.send("ha");
        a.reset();
        server.awaitClients(2);
        c.send("next\n");
        b.expect("user:3> next\n");
    }

    @Test
    void quitIsTheLastThingThatIsHeard() {
        var server = serve();
        var a = server.connect();
        var b = server.connect();
        a.send("bye\n/quit\nnot this\n" + "and not this\n".repeat(10_000));
        assertThat(a.readToEnd()).isEmpty();
        a.close();
        server.awaitClients(1);
        server.connect().send("after\n");
        b.expect("user:1> bye\nuser:3> after\n");
    }

    @Test
    void aFullServerSaysSoEvenToAClientThatHasSentSomething() {
        var config = new ServerConfig(2, 1024, 10, 256 << 10, TIMEOUT, 64 << 20, Duration.ofMillis(500));
        var server = serve(config, 1);
        var a = server.connect();
        server.connect();
        for (int i = 0; i < 20; i++) {
            var third = server.connectSilently();
            third.send("am I in?\n".repeat(100));
            assertThat(third.readToEnd()).isEqualTo("Server full\n");
            third.close();
        }
        assertThat(server.chat().clients()).isEqualTo(2);
        a.close();
        server.awaitClients(1);
        server.connect();
    }

    @Test
    void clientsThatHalfCloseAndNeverReadAreClosedInTime() {
        var server = serve(tight(), 1);
        var a = server.connect();
        var healthy = server.connect(3);
        int count = 5;
        for (int i = 0; i < count; i++) {
            var stuck = server.connectSlow();
            stuck.send("/join other\n").expect("Joined other\n");
            stuck.send("/help\n".repeat(40_000)).halfClose();
        }
        server.awaitClients(4);
        assertThat(server.chat().counters().closed(CloseReason.SLOW_CONSUMER)
                        + server.chat().counters().closed(CloseReason.CLIENT_LEFT))
                .isEqualTo(count);
        a.send("still here\n");
        healthy.forEach(client -> client.expect("user:1> still here\n"));
    }

    @Test
    void theBackendClosesWhatIsLeft() {
        var server = serve();
        var a = server.connect();
        server.backend().close();
        assertThat(a.readToEnd()).isEmpty();
        await(() -> server.chat().clients() == 0);
    }
}
