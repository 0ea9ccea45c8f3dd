package dev.muxbench.core.session;

import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.room.Cursor;
import dev.muxbench.core.room.Room;
import dev.muxbench.core.room.RoomRegistry;
import dev.muxbench.core.room.RoomShare;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's place: its share of its room, and a cursor in each log that it still reads, that of its room and that of the room that it
 * has left.
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

    /** Enters the lobby as a member. */
    void enterLobby() {
        member = true;
        enter(rooms.join(session));
        linesNotForIt = share().room().lines();
    }

    /** Enters as a reader that is a member of no room. */
    void enterNowhere() {
        enter(rooms.joinNowhere(session));
    }

    private void enter(RoomShare entered) {
        share = entered;
        entered.attach();
        cursor = entered.add(session);
    }

    /** Returns the share of the room that the session is in, or was in when its connection closed. */
    RoomShare share() {
        return Objects.requireNonNull(share, "in no room");
    }

    Room room() {
        return share().room();
    }

    /** Returns the log that the session writes to, and in which its replies have their place. */
    RoomLog log() {
        return room().log();
    }

    boolean roomPushesBack() {
        return share != null && room().pushesBack();
    }

    /** True while the session is a member of another room already and has not been sent all lines of the room before. */
    boolean isUnderWay() {
        return leaving != null;
    }

    /** Moves the session to its next room. It reads the room before to the end first, because its output keeps its order. */
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

    /** Returns the lines for this session in all rooms that it has been in; 0 when it has left for good. */
    long lines() {
        return member ? room().lines() - linesNotForIt : 0;
    }

    /** Counts a private line. */
    void onPrivateLine() {
        linesNotForIt--;
    }

    /** Counts published lines of this session. Returns the number of their receivers. */
    int onPublished(long lines) {
        linesNotForIt += lines;
        int members = room().memberCount();
        return member ? members - 1 : members;
    }

    /** Returns the room's name; empty for none. */
    String roomName() {
        return member ? room().name() : "";
    }

    /** Called after each send, which may have reached the log of the new room. */
    void onSent() {
        if (leaving != null && !session.output().pins(leaving.share().room().log())) {
            leave(leaving);
            leaving = null;
        }
    }

    /** Removes all cursors. */
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

    /** Ends the membership, while input of this session may still be published here. Returns false if there was none. */
    boolean end() {
        if (!member) {
            return false;
        }
        member = false;
        rooms.leave(session, room());
        return true;
    }

    /** Lets go of the share, after {@link #end}. */
    void dispose() {
        var left = share;
        share = null;
        if (left != null) {
            left.detach();
            rooms.dropIfEmpty(left);
        }
    }
}
