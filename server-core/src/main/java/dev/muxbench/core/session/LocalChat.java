package dev.muxbench.core.session;

import dev.muxbench.core.log.RoomLog;
import dev.muxbench.core.loop.Inbox;
import dev.muxbench.core.loop.Loops;
import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.status.LoopCounters;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions and rooms of one server, for its relay. Threads: as {@link JoinedChat} says. */
public final class LocalChat implements JoinedChat {
    /**
     * A room's log takes this many times its mark from other servers, because they send for a while before they know that it is over
     * it.
     */
    private static final int MARKS_WHEN_FULL = 2;

    /** Tells a session's loop that the nick belongs to another client now. */
    private static final class LostNick extends Inbox.Entry {
        private final Session session;
        private final String key;

        LostNick(Session session, String key) {
            this.session = session;
            this.key = key;
        }

        @Override
        protected void open() {
            session.conversation().nick().lose(key);
        }
    }

    private final SessionContext context;
    private final Loops loops;
    private final Consumer<Throwable> fatal;
    private final LoopCounters counters = new LoopCounters(); // written by the thread that publishes

    /** @param fatal called with failures of the relay */
    public LocalChat(SessionContext context, Loops loops, Consumer<Throwable> fatal) {
        this.context = context;
        this.loops = loops;
        this.fatal = fatal;
    }

    /** Returns the counters of what other servers have published here. */
    public LoopCounters counters() {
        return counters;
    }

    @Override
    public void publish(String roomKey, byte[] lines, int length, int count) {
        var room = context.rooms().find(roomKey);
        if (room == null) {
            return;
        }
        room.countLines(count);
        int recipients = room.memberCount();
        if (room.log().publish(lines, length) == RoomLog.CLOSED) {
            return;
        }
        counters.relayed(count, recipients);
        room.announce();
        var tap = context.tapIfAny();
        if (tap != null) {
            tap.offer(room.name(), lines, length);
        }
    }

    @Override
    public int longestLineBytes() {
        return context.config().longestLogLineBytes();
    }

    @Override
    public boolean isOverHighWater(String roomKey) {
        var room = context.rooms().find(roomKey);
        return room != null && room.log().isOverHighWater();
    }

    @Override
    public boolean isFull(String roomKey) {
        var room = context.rooms().find(roomKey);
        return room != null
                && room.log().backlogBytes() > MARKS_WHEN_FULL * room.log().highWaterBytes();
    }

    @Override
    public void onHeldChanged(String roomKey) {
        context.rooms().onHeldChanged(roomKey);
    }

    @Override
    public @Nullable Members members(String roomKey, int limit) {
        var room = context.rooms().find(roomKey);
        if (room == null) {
            return null;
        }
        var listing = context.rooms().listMembersHere(room, limit);
        return new Members(room.name(), listing.entries(), listing.total());
    }

    @Override
    public List<String> roomKeys() {
        return context.rooms().keys();
    }

    @Override
    public Relay.Sent deliverPrivately(String nickKey, byte[] line) {
        var recipient = context.nicks().find(nickKey);
        if (recipient == null) {
            return Relay.Sent.NO_SUCH_NICK;
        }
        return PrivateMessage.send(recipient, line) ? Relay.Sent.DELIVERED : Relay.Sent.NOT_READING;
    }

    @Override
    public List<String> chosenNicks() {
        return context.nicks().chosen();
    }

    @Override
    public void loseNick(String nickKey) {
        var owner = context.nicks().find(nickKey);
        if (owner != null) {
            owner.loop().deliver(new LostNick(owner, nickKey));
        }
    }

    @Override
    public void fail(Throwable cause) {
        fatal.accept(cause);
    }

    @Override
    public void closeAll() {
        loops.closeAll(CloseReason.RELAY_GAP);
    }
}
