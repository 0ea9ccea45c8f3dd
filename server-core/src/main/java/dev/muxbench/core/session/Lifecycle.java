package dev.muxbench.core.session;

import dev.muxbench.core.loop.IoLoop;
import dev.muxbench.core.overload.Progress;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The steps to a session's end. The session leaves its room and its nick and is sent what is pending (FINISHING). Then its output is shut
 * down, and input is read and dropped until the peer closes too (LINGERING), so that no reset destroys what the peer has not read yet.
 * Then the connection is closed.
 *
 * <p>Threads: the session's.
 */
final class Lifecycle {
    private enum State {
        OPEN,
        FINISHING,
        LINGERING,
        CLOSING,
        CLOSED
    }

    private final SessionContext context;
    private final IoLoop loop;
    private final Session session;
    private final Connection connection;
    private final @Nullable InetAddress address; // that it is counted for
    private final @Nullable CloseReason refusal; // null: it was admitted
    private final long timeoutNanos;
    private final Progress reading = new Progress(); // of what it has asked for, while its input waits for that

    private State state = State.OPEN;
    private CloseReason reason = CloseReason.CLIENT_LEFT;
    private boolean counted; // as a client
    private boolean deadlineWatched;
    private boolean readingExpected;
    private long deadlineNanos; // FINISHING: of time in which its socket refuses; LINGERING: by the loop's fair clock

    Lifecycle(SessionContext context, IoLoop loop, Session session, Connection connection) {
        this.context = context;
        this.loop = loop;
        this.session = session;
        this.connection = connection;
        timeoutNanos = context.config().slowConsumerTimeout().toNanos();
        loop.counters().accepted();
        address = context.admission().address(connection);
        refusal = context.admission().admit(address);
        counted = refusal == null;
    }

    /** Returns why the client is not admitted; null if it is. */
    @Nullable
    CloseReason refusal() {
        return refusal;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** True while the client's lines are published, also those that it had sent before it was closed. */
    boolean isHeard() {
        return state == State.OPEN || state == State.CLOSED;
    }

    boolean isClosing() {
        return state == State.CLOSING;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- The steps.

    /** Leaves the room. The client is sent what is pending up to here, and the last notice. */
    void finish(@Nullable Notice last, CloseReason why) {
        session.conversation().publish();
        state = State.FINISHING;
        reason = why;
        deadlineNanos = output().refusedNanos() + timeoutNanos;
        var log = session.membership().log();
        if (last != null) {
            output().insert(log, last.line());
        }
        output().endAt(log);
        session.endMembership();
        session.input().resumeReading(); // else nobody would notice that the client ends
    }

    /** Called when some output was taken. */
    void onOutputTaken() {
        if (state == State.FINISHING) {
            if (output().ended()) {
                endOutput();
            } else {
                watchDeadline();
            }
        }
    }

    /**
     * Shuts the output down when everything is sent. Nothing is kept for the client any more and its place is free, whether it
     * closes or not.
     */
    private void endOutput() {
        session.closeOutput();
        dismiss();
        if (session.input().hasEnded()) {
            close();
            return;
        }
        state = State.LINGERING;
        context.lingering().add(session);
        output().shutDown();
        deadlineNanos =
                loop.fairClock().now() + context.config().lingerTimeout().toNanos();
        watchDeadline();
    }

    /** Ends the lingering, because the peer has closed its side or too many others linger. */
    void endLingering() {
        if (state == State.LINGERING) {
            close();
        }
    }

    /** Closes the connection without sending what is pending. */
    void closeAtOnce(CloseReason why) {
        if (state.compareTo(State.CLOSING) < 0) {
            reason = why;
            close();
        }
    }

    private void close() {
        stopLingering();
        state = State.CLOSING;
        output().stop();
        connection.close(reason);
    }

    void onClosed() {
        stopLingering();
        state = State.CLOSED;
    }

    private void stopLingering() {
        if (state == State.LINGERING) {
            context.lingering().remove(session);
        }
    }

    /** Counts the client no longer. */
    void dismiss() {
        if (counted) {
            counted = false;
            context.admission().dismiss(address);
        }
    }

    // ---- Deadlines.

    /** Called when input begins to wait until the client has read its replies: from now on the client must make {@link Progress}. */
    void expectReading() {
        if (!readingExpected) {
            readingExpected = true;
            reading.begin(output().sentBytes(), output().refusedNanos(), pinnedBytes());
        }
        watchDeadline();
    }

    private boolean isReading() {
        return reading.missedTimeouts(output().sentBytes(), output().refusedNanos(), pinnedBytes(), timeoutNanos) == 0;
    }

    private long pinnedBytes() {
        return output().pinnedBytes(session.membership().log());
    }

    private SessionOutput output() {
        return session.output();
    }

    void watchDeadline() {
        if (!deadlineWatched) {
            deadlineWatched = true;
            loop.watchDeadline(session);
        }
    }

    /** Called every tick: closes the connection if its deadline is over. Returns true if there is no deadline any more. */
    boolean tick(long fairNanos) {
        boolean inputWaits = session.input().tick();
        readingExpected = session.input().waitsForReader();
        switch (state) {
            case OPEN -> {
                if (readingExpected && !isReading()) {
                    closeAtOnce(CloseReason.SLOW_CONSUMER);
                }
            }
            case FINISHING -> {
                if (output().refusedNanos() >= deadlineNanos) {
                    closeAtOnce(CloseReason.SLOW_CONSUMER);
                }
            }
            case LINGERING -> {
                if (fairNanos >= deadlineNanos) {
                    close();
                }
            }
            case CLOSING, CLOSED -> {}
        }
        deadlineWatched = inputWaits || state == State.FINISHING || state == State.LINGERING;
        return !deadlineWatched;
    }
}
