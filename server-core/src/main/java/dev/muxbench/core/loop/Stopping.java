package dev.muxbench.core.loop;

import java.util.List;

/**
 * How a loop stops: first it is muted, then, when all that its clients had sent is published, it is quiet, then its sessions take
 * leave. {@link Loops} says when, and is told.
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

    /** Its clients are no longer heard, but for what they have sent already; {@link Loops#onQuiet} tells when that is published. */
    void requestMute() {
        muteRequested = true;
    }

    /** Ends every session after what is pending for it. */
    void requestLeave() {
        muteRequested = true;
        leaveRequested = true;
    }

    boolean isMuted() {
        return muted;
    }

    /** A turn has to make a step. */
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

    /** A session that comes meanwhile. */
    void onAccepted(LoopSession session) {
        if (muted) {
            session.mute();
        }
        if (leaving) {
            session.takeLeave();
        }
    }
}
