package dev.muxbench.core;

import dev.muxbench.core.log.RoomLog;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is: its place in its room, and the room that it has left, while it still reads that one's log.
 *
 * <p>Threads: the session's; the member's number is guarded by the server's membership lock.
 */
final class Membership {
    private static final int NOWHERE = -1;

    private final ChatServer server;
    private final Session session;
    private @Nullable RoomMembers place; // null before it has entered and when it has left for good
    private @Nullable RoomMembers former;
    private int slot = NOWHERE; // in its place
    private int memberNumber; // in its room; guarded by the membership lock
    private long linesNotForIt; // of those of its room: what was said before it came, and by itself

    Membership(ChatServer server, Session session) {
        this.server = server;
        this.session = session;
    }

    Room enterLobby() {
        var lobby = server.join(session);
        place = lobby;
        lobby.add(session);
        linesNotForIt = lobby.room().lines();
        return lobby.room();
    }

    /** Its place in the room that it is in, or was in when its connection closed. */
    RoomMembers place() {
        return Objects.requireNonNull(place, "in no room");
    }

    /** The log that it writes to, and where its replies have their place. */
    RoomLog log() {
        return place == null ? server.silence() : place.room().log;
    }

    boolean roomIsOverHighWater() {
        return place != null && place.room().log.isOverHighWater();
    }

    /** It has gone to another room, or left, and has not been sent yet all that was said before. */
    boolean isUnderWay() {
        return former != null;
    }

    /** From now on a member there, but still a reader here. */
    void moveTo(RoomMembers next) {
        var left = place();
        left.remove(session);
        left.addLeaver(session);
        former = left;
        long lines = lines();
        place = next;
        next.add(session);
        linesNotForIt = next.room().lines() - lines;
    }

    /** Lines that were for it, in all rooms that it has been in; 0 when it has left for good. */
    long lines() {
        return place == null ? 0 : place.room().lines() - linesNotForIt;
    }

    /** A line for it alone. */
    void onPrivateLine() {
        linesNotForIt--;
    }

    /** It has said something. Returns how many others that is for. */
    int onPublished(long lines) {
        linesNotForIt += lines;
        int members = place().room().memberCount();
        return slot == NOWHERE ? members : members - 1;
    }

    /** The name of its room; empty if it is in none. */
    String roomName() {
        return place == null ? "" : place.room().name;
    }

    /** What it is to be sent next lies in this log. */
    void onReading(RoomLog log) {
        if (former != null && former.room().log != log) {
            leaveFormer();
        }
    }

    void leaveFormer() {
        var left = former;
        if (left != null) {
            former = null;
            left.removeLeaver(session);
            server.dropIfEmpty(left);
        }
    }

    /** It is a member no longer, though what it has sent may still have to be said here. Returns false if it was none. */
    boolean end() {
        if (slot == NOWHERE) {
            return false;
        }
        place().remove(session);
        slot = NOWHERE;
        server.leave(session, place().room());
        return true;
    }

    /** After its {@link #end}: still a reader, until it has been sent everything. */
    void leaveAsReader() {
        var left = place;
        place = null;
        if (left == null) {
            return;
        }
        if (former == null) {
            former = left;
            left.addLeaver(session);
        } else {
            server.dropIfEmpty(left);
        }
    }

    /** After its {@link #end}: nothing of it is left here. */
    void vanish() {
        var left = place;
        place = null;
        if (left != null) {
            server.dropIfEmpty(left);
        }
    }

    int slot() {
        return slot;
    }

    void setSlot(int slot) {
        this.slot = slot;
    }

    int memberNumber() {
        return memberNumber;
    }

    void setMemberNumber(int memberNumber) {
        this.memberNumber = memberNumber;
    }
}
