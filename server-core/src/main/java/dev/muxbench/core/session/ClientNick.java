package dev.muxbench.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muxbench.core.protocol.Names;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.spi.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A client's nick: a numbered one at first, then the one that the client chooses.
 *
 * <p>Threads: the session's; {@link #name()} may be called by any.
 */
final class ClientNick {
    /** The question whether a nick that is free on this server is free on all others, too. */
    private final class Claim extends Question<Relay.Claim> {
        private final Relay relay;
        private final String claimed;
        private final String claimedKey;

        Claim(Relay relay, String claimed, String claimedKey) {
            super(session);
            this.relay = relay;
            this.claimed = claimed;
            this.claimedKey = claimedKey;
        }

        @Override
        void conclude(Relay.Claim answer) {
            if (answer == Relay.Claim.GRANTED) {
                take(claimed, claimedKey);
                return;
            }
            context.nicks().release(claimedKey, session);
            session.reply("Nick " + claimed
                    + (answer == Relay.Claim.TAKEN ? " is already in use\n" : " cannot be claimed now\n"));
        }

        @Override
        void cancel() {
            session.conversation().sayNoMore(); // it was to be said as somebody else
            relay.release(claimedKey);
            context.nicks().release(claimedKey, session);
        }
    }

    private final SessionContext context;
    private final Session session;
    private volatile String name = ""; // written by the session's thread
    private String key = "";
    private byte[] prefix = {};

    ClientNick(SessionContext context, Session session) {
        this.context = context;
        this.session = session;
    }

    String name() {
        return name;
    }

    /** Returns the bytes before each of the client's lines. */
    byte[] prefix() {
        return prefix;
    }

    /** Takes a numbered nick. Returns false if there is no number left. */
    boolean takeNumber() {
        long number = context.nextUser();
        if (number < 0) {
            return false;
        }
        var numbered = context.nicks().registerUser(number, session);
        set(numbered, numbered);
        return true;
    }

    /**
     * Takes the nick that the client chooses, or tells the client why not. Returns the question that other servers must answer
     * first, or null.
     */
    @Nullable
    Question<?> choose(byte[] raw) {
        switch (Names.nick(raw)) {
            case Names.Result.Invalid(var reason) -> session.reply(reason + "\n");
            case Names.Result.Valid(var chosen, var chosenKey) -> {
                var relay = context.relay();
                if (!context.nicks().register(chosenKey, session)) {
                    session.reply("Nick " + chosen + " is already in use\n");
                } else if (relay == null || chosenKey.equals(key)) {
                    take(chosen, chosenKey);
                } else {
                    var claim = new Claim(relay, chosen, chosenKey);
                    relay.claim(chosenKey, claim);
                    return claim;
                }
            }
        }
        return null;
    }

    private void take(String chosen, String chosenKey) {
        if (!chosenKey.equals(key)) {
            release();
        }
        set(chosen, chosenKey);
        context.rooms().onMembersChanged(session.membership().room());
    }

    private void set(String newName, String newKey) {
        name = newName;
        key = newKey;
        prefix = (newName + "> ").getBytes(UTF_8);
    }

    /** Gives the nick up, so that others may take it. */
    void release() {
        var relay = context.relay();
        if (relay != null) {
            relay.release(key); // before others of this server can claim it
        }
        context.nicks().release(key, session);
    }

    /** Called when another client has this nick now. */
    void lose(String lostKey) {
        if (!lostKey.equals(key) || !session.lifecycle().isOpen()) {
            return;
        }
        var lost = name;
        context.nicks().release(lostKey, session);
        if (takeNumber()) {
            context.rooms().onMembersChanged(session.membership().room());
            session.reply("Nick " + lost + " was taken by somebody else while this server was cut off, you are " + name
                    + " now\n");
        } else {
            session.closeAtOnce(CloseReason.NO_NUMBER_LEFT);
        }
    }
}
