package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends private messages to clients of other servers: every server is asked, the recipient's server delivers, and all
 * answer. The nick does not exist if all servers say so.
 *
 * <p>Threads: any.
 */
final class Inquiries {
    static final long PATIENCE_NANOS = 2_000_000_000L;

    /** A question that is not answered yet. */
    private record Open(Set<Long> waitingFor, Consumer<Sent> answer, long untilNanos) {}

    private final long own;
    private final JoinedChat chat;
    private final Consumer<Signal> others;
    private final Supplier<Set<Long>> servers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Open> open = new HashMap<>(); // by number; guarded by the lock
    private long last; // number of the last question; guarded by the lock

    /**
     * @param own     incarnation of this server
     * @param servers returns the other servers that are present
     */
    Inquiries(long own, JoinedChat chat, Consumer<Signal> others, Supplier<Set<Long>> servers) {
        this.own = own;
        this.chat = chat;
        this.others = others;
        this.servers = servers;
    }

    void ask(String nickKey, byte[] line, long nowNanos, Consumer<Sent> answer) {
        var asked = servers.get();
        if (asked.isEmpty()) {
            answer.accept(Sent.NO_SUCH_NICK);
            return;
        }
        long number;
        lock.lock();
        try {
            number = ++last;
            open.put(number, new Open(new HashSet<>(asked), answer, nowNanos + PATIENCE_NANOS));
        } finally {
            lock.unlock();
        }
        others.accept(new Signal.Ask(own, number, nickKey, line));
    }

    /** Answers another server's question. */
    void onAsk(Signal.Ask ask) {
        var sent = chat.deliverPrivately(ask.nickKey(), ask.line());
        others.accept(new Signal.Answer(own, ask.incarnation(), ask.question(), sent));
    }

    void onAnswer(Signal.Answer answer) {
        if (answer.asker() != own) {
            return;
        }
        Consumer<Sent> asker;
        lock.lock();
        try {
            asker = conclude(answer);
        } finally {
            lock.unlock();
        }
        if (asker != null) {
            asker.accept(answer.sent());
        }
    }

    private @Nullable Consumer<Sent> conclude(Signal.Answer answer) {
        var inquiry = open.get(answer.question());
        if (inquiry == null) {
            return null;
        }
        inquiry.waitingFor().remove(answer.incarnation());
        if (answer.sent() == Sent.NO_SUCH_NICK && !inquiry.waitingFor().isEmpty()) {
            return null;
        }
        open.remove(answer.question());
        return inquiry.answer();
    }

    /** Answers questions that have waited too long with UNAVAILABLE. Called several times a second. */
    void expire(long nowNanos) {
        Set<Consumer<Sent>> late = new HashSet<>();
        lock.lock();
        try {
            open.values().removeIf(inquiry -> nowNanos - inquiry.untilNanos() >= 0 && late.add(inquiry.answer()));
        } finally {
            lock.unlock();
        }
        late.forEach(answer -> answer.accept(Sent.UNAVAILABLE));
    }
}
