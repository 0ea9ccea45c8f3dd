package dev.muxbench.core.session;

import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.room.Cursor;
import dev.muxbench.core.room.Room;
import dev.muxbench.core.room.RoomRegistry;
import dev.muxbench.core.room.RoomShare;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is: its share of its room, and a cursor in each log that it still reads: that of its room, and that of the room
 * that it has left.
 *
 * <p>Threads: the session's.
 */
final class Membership {
    private final RoomRegistry rooms;
    private final Session session;
    private @Nullable RoomShare share; // null before it has entered, and when nothing of it is left there
    private @Nullable Cursor cursor; // in the log of its room
    private @Nullable Cursor leaving; // in the log of the room that it has left, as long as it reads that
    private boolean member;
    private long linesNotForIt; // of those of its room: what was said before it came, and by itself

    Membership(RoomRegistry rooms, Session session) {
        this.rooms = rooms;
        this.session = session;
    }

    /** As a member of the lobby. */
    void enterLobby() {
        member = true;
        enter(rooms.join(session));
        linesNotForIt = share().room().lines();
    }

    /** As somebody who is told something, and is a member of no room. */
    void enterNowhere() {
        enter(rooms.joinNowhere(session));
    }

    private void enter(RoomShare entered) {
        share = entered;
        entered.attach();
        cursor = entered.add(session);
    }

    /** Its share of the room that it is in, or was in when its connection closed. */
    RoomShare share() {
        return Objects.requireNonNull(share, "in no room");
    }

    Room room() {
        return share().room();
    }

    /** The log that it writes to, and where its replies have their place. */
    RoomLog log() {
        return room().log();
    }

    boolean roomPushesBack() {
        return share != null && room().pushesBack();
    }

    /** It has gone to another room, and has not been sent yet all that was said before. */
    boolean isUnderWay() {
        return leaving != null;
    }

    /** From now on a member there, as the registry knows already, but still a reader here: its output goes over in its order. */
    void moveTo(RoomShare next) {
        session.output().switchTo(log(), next.room().log());
        long lines = lines();
        leaving = cursor;
        share().detach();
        enter(next);
        Objects.requireNonNull(cursor).beginLooks(0);
        linesNotForIt = next.room().lines() - lines;
        session.output().settle();
    }

    /** Lines that were for it, in all rooms that it has been in; 0 when it has left for good. */
    long lines() {
        return member ? room().lines() - linesNotForIt : 0;
    }

    /** A line for it alone. */
    void onPrivateLine() {
        linesNotForIt--;
    }

    /** It has said something. Returns how many others that is for. */
    int onPublished(long lines) {
        linesNotForIt += lines;
        int members = room().memberCount();
        return member ? members - 1 : members;
    }

    /** The name of its room; empty if it is in none. */
    String roomName() {
        return member ? room().name() : "";
    }

    /** It may have gone over to the log of its room. */
    void onSent() {
        if (leaving != null && !session.output().pins(leaving.share().room().log())) {
            leave(leaving);
            leaving = null;
        }
    }

    /** It reads nothing any more. */
    void closeCursors() {
        if (leaving != null) {
            leave(leaving);
            leaving = null;
        }
        if (cursor != null) {
            leave(cursor);
            cursor = null;
        }
    }

    private void leave(Cursor closed) {
        closed.share().remove(closed);
        rooms.dropIfEmpty(closed.share());
    }

    /** It is a member no longer, though what it has sent may still have to be said here. Returns false if it was none. */
    boolean end() {
        if (!member) {
            return false;
        }
        member = false;
        rooms.leave(session, room());
        return true;
    }

    /** After its {@link #end}: nothing of it is left here. */
    void dispose() {
        var left = share;
        share = null;
        if (left != null) {
            left.detach();
            rooms.dropIfEmpty(left);
        }
    }
}
