package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.relay.Relay.Sent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalTest {
    private static final List<Signal> SIGNALS = List.of(
            new Signal.Pushback(-5, true, "größe"),
            new Signal.Members(
                    1,
                    7,
                    true,
                    List.of(
                            new Signal.RoomMembers("lobby", "Lobby", 2, List.of("ann", "Bob")),
                            new Signal.RoomMembers("red", "red", 0, List.of()))),
            new Signal.Refresh(1, 2),
            new Signal.Alive(1, 9),
            new Signal.Leaving(1),
            new Signal.Answer(1, 2, 3, Sent.NOT_READING));

    @Test
    void eachIsReadAsItWasWritten() {
        for (var signal : SIGNALS) {
            assertThat(Signal.parse(signal.toBytes())).isEqualTo(signal);
        }
        var line = "ann (private)> hi\n".getBytes(StandardCharsets.UTF_8);
        var ask = (Signal.Ask) Signal.parse(new Signal.Ask(1, 2, "bob", line).toBytes());
        assertThat(ask.nickKey()).isEqualTo("bob");
        assertThat(ask.line()).isEqualTo(line);
    }

    @Test
    void whatIsNoneIsTold() {
        var random = new Random(1);
        for (var signal : SIGNALS) {
            var bytes = signal.toBytes();
            assertThat(Signal.parse(Arrays.copyOf(bytes, bytes.length - 1))).isNull();
            assertThat(Signal.parse(Arrays.copyOf(bytes, bytes.length + 1))).isNull();
            for (int i = 0; i < 1000; i++) {
                var broken = bytes.clone();
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                var _ = Signal.parse(broken); // anything but an exception
            }
        }
        assertThat(Signal.parse(new byte[0])).isNull();
    }

    @Test
    void noNameOrLineSteersATerminal() {
        var members = (Signal.Members) Signal.parse(new Signal.Members(
                        1, 1, false, List.of(new Signal.RoomMembers("k", "\u001b[2J", 1, List.of("a\nb", "\u202ex"))))
                .toBytes());
        assertThat(members.rooms().getFirst().name()).isEqualTo("?[2J");
        assertThat(members.rooms().getFirst().nicks()).containsExactly("a?b", "?x");
        var ask = (Signal.Ask) Signal.parse(
                new Signal.Ask(1, 2, "bob", "one\n\u001b[31mtwo\n".getBytes(StandardCharsets.UTF_8)).toBytes());
        assertThat(new String(ask.line(), StandardCharsets.UTF_8)).isEqualTo("one??[31mtwo\n");
    }
}
