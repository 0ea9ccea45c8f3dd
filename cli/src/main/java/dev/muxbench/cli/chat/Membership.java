package dev.muxbench.cli.chat;

import dev.muxbench.cli.SafeText;
import dev.muxbench.cli.chat.ServerLine.Notice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which nick and room are to be restored after the connection was lost: the last ones that were asked for and not refused. The
 * server says nothing when a nick was taken over, so one counts until it is refused; a room counts when it was joined.
 *
 * <p>Threads: any; what the user asks and what the server answers come from two.
 */
final class Membership {
    private static final String NICK = "/nick ";
    private static final String JOIN = "/join ";
    private static final String JOINED = "Joined ";

    private @Nullable String nick;
    private @Nullable String nickBefore; // what counts again when the nick is refused
    private @Nullable String room;
    private @Nullable String askedRoom; // not answered yet

    /** @param nick and room, or null for what the server gives */
    Membership(@Nullable String nick, @Nullable String room) {
        this.nick = nick;
        this.askedRoom = room;
    }

    /** A line on its way to the server. */
    synchronized void onSent(String line) {
        if (line.startsWith(NICK)) {
            nickBefore = nick;
            nick = line.substring(NICK.length());
        } else if (line.startsWith(JOIN)) {
            askedRoom = line.substring(JOIN.length());
        }
    }

    synchronized void onReceived(ServerLine line) {
        if (!(line instanceof Notice(var text))) {
            return;
        }
        if (text.startsWith(JOINED)) {
            room = text.substring(JOINED.length());
            askedRoom = null;
        } else if (isRefusalOfNick(text)) {
            nick = nickBefore;
        } else if (isRefusalOfRoom(text)) {
            askedRoom = null;
        }
    }

    private static boolean isRefusalOfNick(String text) {
        return text.startsWith("Nick must ") || (text.startsWith("Nick ") && text.endsWith(" is already in use"));
    }

    /** The last one is what a server without rooms says, as smallchat's. */
    private static boolean isRefusalOfRoom(String text) {
        return text.startsWith("Room name must ")
                || text.startsWith("Too many rooms ")
                || text.equals("Unsupported command");
    }

    /**
     * A new connection: what to ask for first. A nick that is refused now, because the lost connection holds it still, is asked for
     * again the next time.
     */
    synchronized List<String> restore() {
        var lines = new ArrayList<String>();
        if (nick != null) {
            nickBefore = nick;
            lines.add(NICK + nick);
        }
        var wanted = room();
        if (wanted != null) {
            askedRoom = wanted;
            lines.add(JOIN + wanted);
        }
        return lines;
    }

    private @Nullable String room() {
        return askedRoom != null ? askedRoom : room;
    }

    /** For people: {@code " as bob in dev"}. */
    synchronized String describe() {
        var wanted = room();
        return (nick == null ? "" : " as " + SafeText.of(nick)) + (wanted == null ? "" : " in " + SafeText.of(wanted));
    }
}
