package dev.muxbench.core.session;

import dev.muxbench.core.events.PublishEvent;
import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.loop.Batch;
import dev.muxbench.core.protocol.Command;
import dev.muxbench.core.protocol.LineFramer;
import dev.muxbench.core.protocol.Names;
import dev.muxbench.core.protocol.Sanitizer;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.room.RoomTap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Handles one client's lines: text goes to its room, commands are answered.
 *
 * <p>Lines gather in the loop's {@link Batch} until {@link #publish()}, at the end of what was read or before a command.
 *
 * <p>Threads: the session's.
 */
final class Conversation {
    private static final int LISTED_ROOMS = 100;
    private static final int LISTED_MEMBERS = 200;
    private static final byte[] WONT_TIMING_MARK = {(byte) 0xFF, (byte) 0xFC, 6};
    private static final String UNSUPPORTED = "Unsupported command\n";
    private static final String HELP = """
            /nick NICK       take another nick
            /join ROOM       go to another room
            /rooms           list the rooms
            /who             list who is here
            /msg NICK TEXT   say something to one person only
            /quit            leave
            /help            this list
            """;

    /** The question whether a private message reached a client of another server. */
    private final class PrivateDelivery extends Question<Relay.Sent> {
        private final byte[] recipient;

        PrivateDelivery(byte[] recipient) {
            super(session);
            this.recipient = recipient;
        }

        @Override
        void conclude(Relay.Sent sent) {
            switch (sent) {
                case DELIVERED -> {}
                case NO_SUCH_NICK -> replyNoSuchNick(recipient);
                case NOT_READING -> session.reply(sanitized(recipient) + " is not reading, message not delivered\n");
                case UNAVAILABLE ->
                    session.reply(sanitized(recipient) + " cannot be reached now, message not delivered\n");
            }
        }

        @Override
        void cancel() {
            // it may be delivered all the same
        }
    }

    private final SessionContext context;
    private final Session session;
    private final @Nullable RoomTap tap;

    private final ClientNick nick;
    private int commands;
    private boolean gone;
    private @Nullable Question<?> asked; // not answered yet

    Conversation(SessionContext context, Session session) {
        this.context = context;
        this.session = session;
        this.tap = context.tapIfAny();
        nick = new ClientNick(context, session);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    ClientNick nick() {
        return nick;
    }

    /** Called when the client is no member any longer. */
    void end() {
        nick.release();
        if (asked != null) {
            asked.cancel();
            asked = null;
        }
    }

    /** Drops lines that are not published yet. */
    void sayNoMore() {
        gone = true;
    }

    // ---- What the relay is asked.

    /** True while the client's later lines wait for an answer of the relay. */
    boolean awaitsAnswer() {
        return asked != null;
    }

    void onAnswered(Question<?> question) {
        if (question.equals(asked)) {
            asked = null;
            question.conclude();
            session.input().onAnswered();
        }
    }

    /** Returns the number of commands, modulo 2^32. */
    int commands() {
        return commands;
    }

    // ---- Lines.

    /**
     * Handles one line.
     *
     * @param in the buffer that the line lies in, if it is {@link LineFramer#inPlace()}
     */
    void onLine(ByteBuffer in, LineFramer line) {
        if (gone) {
            return;
        }
        if (startsWithSlash(in, line)) {
            commands++;
            publish();
            onCommand(copy(in, line));
        } else {
            var batch = session.loop().batch();
            batch.add(nick.prefix(), in, line);
            if (batch.isFull()) {
                publish();
            }
        }
    }

    private static boolean startsWithSlash(ByteBuffer in, LineFramer line) {
        if (line.length() == 0) {
            return false;
        }
        return (line.inPlace() ? in.get(line.offset()) : line.array()[line.offset()]) == '/';
    }

    private static byte[] copy(ByteBuffer in, LineFramer line) {
        if (!line.inPlace()) {
            return Arrays.copyOf(line.array(), line.length());
        }
        var bytes = new byte[line.length()];
        in.get(line.offset(), bytes);
        return bytes;
    }

    /** Publishes the batch to the room, except to its author. */
    void publish() {
        var batch = session.loop().batch();
        if (batch.isEmpty()) {
            return;
        }
        var event = PublishEvent.beginIfOn();
        var room = session.membership().room();
        room.countLines(batch.lines());
        int recipients = session.membership().onPublished(batch.lines()); // before any of them can leave because of it
        var relay = context.relay();
        if (relay != null) {
            relay.publish(room.key(), batch.bytes(), batch.length(), batch.lines());
        }
        long from = room.log().publish(batch.bytes(), batch.length());
        if (from != RoomLog.CLOSED) { // as it is when everybody has left the room
            session.loop().counters().relayed(batch.lines(), recipients);
            session.output().skip(from, from + batch.length());
            room.announce();
            if (tap != null) {
                tap.offer(room.name(), batch.bytes(), batch.length());
            }
        }
        if (event != null) {
            event.end(room.name(), batch.lines(), batch.length());
        }
        batch.clear();
    }

    void onLineTooLong() {
        publish();
        session.loop().counters().refusedLine();
        session.reply("Line too long (max " + context.config().maxLineBytes() + " bytes)\n");
    }

    /** Answers telnet's timing mark, because telnet shows nothing until it has the answer. */
    void onTimingMark() {
        commands++;
        publish();
        session.reply(ByteBuffer.wrap(WONT_TIMING_MARK));
    }

    // ---- Commands.

    private void onCommand(byte[] line) {
        var command = Command.parse(line);
        if (!session.lifecycle().isOpen()) {
            // Only what it said to the room still counts, and only up to where it would have said it elsewhere, or as
            // somebody else.
            gone |= command instanceof Command.Nick
                    || command instanceof Command.Join
                    || command instanceof Command.Quit;
            return;
        }
        switch (command) {
            case Command.Nick(var name) -> asked = nick.choose(name);
            case Command.Join(var name) -> joinRoom(name);
            case Command.Rooms() -> session.reply("Rooms: " + context.rooms().list(LISTED_ROOMS) + "\n");
            case Command.Who() -> listMembers();
            case Command.Msg(var recipient, var text) -> sendPrivately(recipient, text);
            case Command.Quit() -> session.quit();
            case Command.Help() -> session.reply(HELP);
            case Command.Unsupported() -> session.reply(UNSUPPORTED);
        }
    }

    private void joinRoom(byte[] raw) {
        switch (Names.room(raw)) {
            case Names.Result.Invalid(var reason) -> session.reply(reason + "\n");
            case Names.Result.Valid(var name, var key) -> {
                var current = session.membership().room();
                if (!key.equals(current.key())) {
                    var share = context.rooms().move(session, current, name, key);
                    if (share == null) {
                        session.reply("Too many rooms (max " + context.config().maxRooms() + ")\n");
                        return;
                    }
                    session.membership().moveTo(share);
                }
                session.reply("Joined " + session.membership().room().name() + "\n");
            }
        }
    }

    private void listMembers() {
        var listing = context.rooms().listMembers(session.membership().room(), LISTED_MEMBERS);
        session.reply("Here (" + listing.total() + "): " + listing + "\n");
    }

    private void sendPrivately(byte[] recipientRaw, byte[] text) {
        var key = Names.keyOfSpelling(recipientRaw);
        var recipient = context.nicks().find(key);
        var relay = context.relay();
        if (key == null || (recipient == null && relay == null)) {
            replyNoSuchNick(recipientRaw);
            return;
        }
        var line = utf8(nick.name() + " (private)> " + sanitized(text) + "\n");
        if (recipient != null) {
            if (!PrivateMessage.send(recipient, line)) {
                session.reply(recipient.nick() + " is not reading, message not delivered\n");
            }
        } else if (relay != null) {
            var delivery = new PrivateDelivery(recipientRaw);
            asked = delivery;
            relay.sendPrivately(key, line, delivery);
        }
    }

    private void replyNoSuchNick(byte[] raw) {
        boolean tooLong = raw.length > Names.LONGEST_SPELLING_BYTES;
        session.reply("No such nick" + (tooLong ? "" : ": " + sanitized(raw)) + "\n");
    }

    private String sanitized(byte[] text) {
        var clean = new byte[Sanitizer.GROWTH * text.length];
        int length = Sanitizer.sanitize(text, 0, text.length, clean, 0);
        return new String(Arrays.copyOf(clean, length), StandardCharsets.UTF_8);
    }
}
