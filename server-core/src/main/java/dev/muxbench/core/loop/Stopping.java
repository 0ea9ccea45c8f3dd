package dev.muxbench.core.loop;

import java.util.List;

/**
 * The stop of one loop, in three steps. The loop is muted: its clients are no longer read. The loop is quiet when all that they had sent
 * is published. Then its sessions take leave. {@link Loops} asks for each step and is told when the loop is quiet.
 *
 * <p>Threads: the loop's, but for the two requests, which are for any.
 */
final class Stopping {
    private final IoLoop loop;
    private final Loops loops;
    private volatile boolean muteRequested; // written by any thread
    private volatile boolean leaveRequested; // written by any thread
    private boolean muted;
    private boolean quiet;
    private boolean leaving;

    Stopping(IoLoop loop, Loops loops) {
        this.loop = loop;
        this.loops = loops;
    }

    /** Asks for the first step. */
    void requestMute() {
        muteRequested = true;
    }

    /** Asks for the last step: each session ends when it has been sent what is pending. */
    void requestLeave() {
        muteRequested = true;
        leaveRequested = true;
    }

    boolean isMuted() {
        return muted;
    }

    /** True if the next turn must make a step. */
    boolean isDue() {
        return (muteRequested && !muted) || (leaveRequested && !leaving) || isQuietNow();
    }

    private boolean isQuietNow() {
        return muted && !quiet && !loop.inputWaits();
    }

    void makeSteps(List<LoopSession> sessions) {
        if (muteRequested && !muted) {
            muted = true;
            sessions.forEach(LoopSession::mute);
        }
        if (isQuietNow()) {
            quiet = true;
            loops.onQuiet(loop);
        }
        if (leaveRequested && !leaving) {
            leaving = true;
            sessions.forEach(LoopSession::takeLeave);
        }
    }

    /** Applies the steps made so far to a new session. */
    void onAccepted(LoopSession session) {
        if (muted) {
            session.mute();
        }
        if (leaving) {
            session.takeLeave();
        }
    }
}
