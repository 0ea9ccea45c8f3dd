package dev.muxbench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.relay.Relay.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InquiriesTest {
    private static final byte[] LINE = "ann (private)> hi\n".getBytes(StandardCharsets.UTF_8);

    private final List<Signal> asked = new ArrayList<>();
    private final List<Signal> answered = new ArrayList<>();
    private final FakeChat there = new FakeChat();
    private final FakeChat elsewhere = new FakeChat();
    private final Inquiries asker = new Inquiries(1, new FakeChat(), asked::add, () -> Set.of(2L, 3L));
    private final List<Sent> answers = new ArrayList<>();

    private void answerAll() {
        var ask = (Signal.Ask) asked.removeFirst();
        new Inquiries(2, there, answered::add, Set::of).onAsk(ask);
        new Inquiries(3, elsewhere, answered::add, Set::of).onAsk(ask);
        answered.forEach(answer -> asker.onAnswer((Signal.Answer) answer));
    }

    @Test
    void theServerThatHasTheNickDelivers() {
        elsewhere.nicks.add("bob");
        asker.ask("bob", LINE, 0, answers::add);
        answerAll();
        assertThat(answers).containsExactly(Sent.DELIVERED);
        assertThat(elsewhere.privately).containsExactly("bob: ann (private)> hi\n");
    }

    @Test
    void nobodyHasItIfAllSaySo() {
        asker.ask("bob", LINE, 0, answers::add);
        answerAll();
        assertThat(answers).containsExactly(Sent.NO_SUCH_NICK);
    }

    @Test
    void whoWaitsForTooLongIsToldSo() {
        asker.ask("bob", LINE, 0, answers::add);
        asker.expire(Inquiries.PATIENCE_NANOS - 1);
        assertThat(answers).isEmpty();
        asker.expire(Inquiries.PATIENCE_NANOS);
        assertThat(answers).containsExactly(Sent.UNAVAILABLE);
        answerAll();
        assertThat(answers).hasSize(1);
    }

    @Test
    void whereNobodyElseIsThereIsNobodyToAsk() {
        new Inquiries(1, new FakeChat(), asked::add, Set::of).ask("bob", LINE, 0, answers::add);
        assertThat(answers).containsExactly(Sent.NO_SUCH_NICK);
        assertThat(asked).isEmpty();
    }
}
