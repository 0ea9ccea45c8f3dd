package dev.muxbench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * smallchat's protocol: {@code nick> text}, LF. The server says which nick a sender has; the one before its first line is believed.
 *
 * <p>Threads: its worker's.
 */
final class ChatDialect implements Dialect {
    private static final int LONGEST_ANSWER = 80;
    private static final String SERVER_FULL = "Server full";
    private static final byte[] NICK_END = Lines.ascii("> ");
    private static final byte[] NICK_END_AND_TEXT = Lines.ascii("> M");

    private final RunState state;
    private final int evenBytes;
    private final LearnedHeads nicks;

    ChatDialect(RunState state) {
        this.state = state;
        this.evenBytes = state.codec.evenBytes();
        this.nicks = new LearnedHeads(state, (room, sender, in, from, to) -> Lines.endsWith(in, from, to, NICK_END));
    }

    @Override
    public void greet(Client client) {
        // the server speaks first
    }

    @Override
    public boolean enter(Client client, byte[] in, int from, int lf) throws IOException, LoadException {
        var line = new String(in, from, Math.min(lf - from, LONGEST_ANSWER), StandardCharsets.UTF_8);
        if (client.stage == Client.Stage.GREETING) {
            if (line.startsWith(SERVER_FULL)) {
                throw new LoadException(state.target() + " is full after " + state.ready.get() + " clients");
            }
            if (state.plan.rooms() > 1 || !state.part.isWhole()) {
                client.stage = Client.Stage.JOINING;
                client.command("/join " + state.nameOf(client.room()) + "\n");
                return false;
            }
        } else if (!line.startsWith("Joined ")) {
            if (line.startsWith("Unsupported") || line.startsWith("Too many rooms")) {
                throw new LoadException(state.target() + " refused a room: " + line.strip());
            }
            return false; // somebody else in the lobby has said something
        }
        return true;
    }

    @Override
    public int frameEnd(byte[] in, int from, int end) {
        return Lines.indexOfLineFeed(in, from, end);
    }

    @Override
    public int textAt(byte[] in, int from, int lf) {
        if (evenBytes > 0) {
            return lf - evenBytes;
        }
        int nickEnd = Lines.indexOf(in, from, lf, NICK_END_AND_TEXT);
        return nickEnd < 0 ? -1 : nickEnd + NICK_END.length;
    }

    @Override
    public int textEnd(int lf) {
        return lf;
    }

    @Override
    public boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd) {
        return nicks.matches(room, sender, in, from, text);
    }

    @Override
    public Notice notice(byte[] in, int from, int lf) {
        return Notice.UNKNOWN;
    }

    @Override
    public void answer(Client client, byte[] in, int from, int lf) {
        throw new IllegalStateException("nothing is asked in this protocol");
    }

    @Override
    public int mostOverhead() {
        return 1;
    }

    @Override
    public int putHead(byte[] out, int at, int room, int textBytes) {
        return at;
    }

    @Override
    public int putEnd(byte[] out, int at) {
        out[at] = '\n';
        return at + 1;
    }
}
