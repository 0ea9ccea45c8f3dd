package dev.muxbench.cli.chat;

import dev.muxbench.cli.chat.ServerLine.Notice;
import dev.muxbench.cli.console.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nick and the room that a new connection asks for: the last ones that the user asked for and the server did not refuse.
 *
 * <p>A server says nothing when it gives a nick. So the client sends a command without its argument behind the questions of its own:
 * when the answer to that command arrives, a nick that was not refused before is given.
 *
 * <p>Threads: any. The user's commands and the server's lines come from two.
 */
final class Membership {
    private static final String NICK = "/nick ";
    private static final String JOIN = "/join ";
    private static final String JOINED = "Joined ";

    /** Answered with {@link #UNSUPPORTED} by each server of this protocol, smallchat's included. */
    private static final String MARK = "/nick";

    private static final String UNSUPPORTED = "Unsupported command";

    /** The effect of a received line on the connection. */
    enum Effect {
        /** A line for the user. */
        SHOW,
        /** The answer to a question that the user did not ask. */
        HIDE,
        /** A new connection has its room, and its nick unless that is taken. */
        RESTORED,
        /** The nick that was taken is the user's again. */
        NICK_BACK
    }

    private enum Asking {
        NOTHING,
        RESTORE,
        RECLAIM
    }

    private @Nullable String nick;
    private @Nullable String nickBefore; // counts again when the nick is refused
    private @Nullable String room;
    private @Nullable String askedRoom; // not answered yet
    private boolean wasConnected;
    private boolean taken; // the nick is somebody else's, maybe the lost connection's
    private boolean refused; // since the last question for the nick
    private boolean restoringRoom;
    private Asking asking = Asking.NOTHING;

    /** @param nick and room, or null for what the server gives */
    Membership(@Nullable String nick, @Nullable String room) {
        this.nick = nick;
        this.askedRoom = room;
    }

    /** A line on its way to the server. */
    synchronized void onSent(String line) {
        if (line.startsWith(NICK)) {
            nickBefore = taken ? null : nick;
            nick = line.substring(NICK.length());
            taken = false;
        } else if (line.startsWith(JOIN)) {
            askedRoom = line.substring(JOIN.length());
        }
    }

    synchronized Effect onReceived(ServerLine line) {
        if (!(line instanceof Notice(var text))) {
            return Effect.SHOW;
        }
        if (asking != Asking.NOTHING && text.equals("Nick " + nick + " is already in use")) {
            refused = true;
            taken = true;
            return Effect.HIDE;
        }
        if (asking != Asking.NOTHING && !restoringRoom && text.equals(UNSUPPORTED)) {
            return onMark();
        }
        if (text.startsWith(JOINED)) {
            room = text.substring(JOINED.length());
            askedRoom = null;
            restoringRoom = false;
        } else if (isRefusalOfNick(text)) {
            nick = nickBefore;
        } else if (isRefusalOfRoom(text)) {
            askedRoom = null;
            restoringRoom = false;
        }
        return Effect.SHOW;
    }

    private Effect onMark() {
        var answered = asking;
        asking = Asking.NOTHING;
        if (answered == Asking.RESTORE) {
            return Effect.RESTORED;
        }
        if (refused || !taken) {
            return Effect.HIDE;
        }
        taken = false;
        return Effect.NICK_BACK;
    }

    private static boolean isRefusalOfNick(String text) {
        return text.startsWith("Nick must ") || (text.startsWith("Nick ") && text.endsWith(" is already in use"));
    }

    /** A server without rooms, such as smallchat's, does not support the command. */
    private static boolean isRefusalOfRoom(String text) {
        return text.startsWith("Room name must ") || text.startsWith("Too many rooms ") || text.equals(UNSUPPORTED);
    }

    /** Returns the first lines of a new connection. */
    synchronized List<String> restore() {
        var lines = new ArrayList<String>();
        nickBefore = null;
        taken = false;
        refused = false;
        if (nick != null) {
            lines.add(NICK + nick);
        }
        var wanted = room();
        if (wanted != null) {
            askedRoom = wanted;
            lines.add(JOIN + wanted);
        }
        if (wasConnected) {
            asking = Asking.RESTORE;
            restoringRoom = wanted != null;
            lines.add(MARK);
        }
        wasConnected = true;
        return lines;
    }

    /** True while another connection has the nick that this one had. */
    synchronized boolean lacksNick() {
        return taken;
    }

    /** Returns the lines that ask for the nick again; none while an answer is outstanding, or while nothing is lacking. */
    synchronized List<String> reclaim() {
        if (!taken || asking != Asking.NOTHING) {
            return List.of();
        }
        asking = Asking.RECLAIM;
        refused = false;
        return List.of(NICK + nick, MARK);
    }

    private @Nullable String room() {
        return askedRoom != null ? askedRoom : room;
    }

    /** Returns nick and room for people: {@code " as bob in dev"}. */
    synchronized String describe() {
        var wanted = room();
        var safeNick = nick == null ? "" : SafeText.of(nick);
        return (nick == null || taken ? "" : " as " + safeNick)
                + (wanted == null ? "" : " in " + SafeText.of(wanted))
                + (taken ? "; the nick " + safeNick + " is taken, and is asked for until it is free" : "");
    }
}
