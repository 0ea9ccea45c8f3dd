package dev.muxbench.core.session;

import dev.muxbench.core.loop.Inbox;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question to the relay for one client, whose later lines wait for the answer.
 *
 * <p>Threads: {@link #accept} is for any, once; the rest is the session's.
 *
 * @param <A> the answer
 */
abstract class Question<A> extends Inbox.Entry implements Consumer<A> {
    private final Session session;
    private @Nullable A answer; // written before this is put into the inbox, read after it is taken out

    Question(Session session) {
        this.session = session;
    }

    @Override
    public final void accept(A given) {
        answer = given;
        session.loop().deliver(this);
    }

    @Override
    protected final void open() {
        session.conversation().onAnswered(this);
    }

    final void conclude() {
        conclude(Objects.requireNonNull(answer));
    }

    abstract void conclude(A given);

    /** Called when the answer is not needed any more. */
    abstract void cancel();
}
