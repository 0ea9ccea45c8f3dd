package dev.muxbench.load;

import java.io.IOException;

/**
 * NATS core: {@code MSG load-0 1 64}, CR LF, so many bytes, CR LF. A room is a subject, every client's subscription to it is its
 * first; with {@code echo:false} nobody receives its own lines.
 *
 * <p>Threads: its worker's.
 */
final class NatsDialect extends CrLfDialect {
    private static final byte[] INFO = Lines.ascii("INFO ");
    private static final byte[] MESSAGE = Lines.ascii("MSG ");
    private static final byte[] PING = Lines.ascii("PING");
    private static final byte[] PONG = Lines.ascii("PONG");
    private static final byte[] OK = Lines.ascii("+OK");
    private static final byte[] ERROR = Lines.ascii("-ERR");
    private static final String CONNECT =
            "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"protocol\":1,\"name\":\"muxbench\",\"lang\":\"java\",\"version\":\"1\"}\r\n";

    private final RunState state;
    private final SizedHead delivered;
    private final SizedHead published;

    NatsDialect(RunState state) {
        super(state);
        this.state = state;
        this.delivered = new SizedHead(state.plan.rooms(), room -> "MSG " + state.nameOf(room) + " 1 ");
        this.published = new SizedHead(state.plan.rooms(), room -> "PUB " + state.nameOf(room) + " ");
    }

    @Override
    public void greet(Client client) {
        // the server speaks first
    }

    @Override
    public boolean enter(Client client, byte[] in, int from, int lf) throws IOException, LoadException {
        switch (notice(in, from, lf)) {
            case COMPLAINT -> throw state.refused(in, from, lf);
            case PING -> {
                answer(client, in, from, lf);
                client.flush();
            }
            case SERVICE -> {
                return enter(client, Lines.startsWith(in, from, lf, INFO), Lines.startsWith(in, from, lf, PONG));
            }
            case UNKNOWN -> {
                if (client.stage == Client.Stage.GREETING) {
                    throw state.strange(in, from, lf);
                }
            }
        }
        return false;
    }

    private boolean enter(Client client, boolean info, boolean pong) throws IOException {
        if (info && client.stage == Client.Stage.GREETING) {
            client.stage = Client.Stage.JOINING;
            client.command(CONNECT + "SUB " + state.nameOf(client.room()) + " 1\r\nPING\r\n");
        }
        return pong && client.stage == Client.Stage.JOINING;
    }

    @Override
    public int frameEnd(byte[] in, int from, int end) {
        int lf = Lines.indexOfLineFeed(in, from, end);
        if (lf < 0 || !Lines.startsWith(in, from, lf, MESSAGE)) {
            return lf;
        }
        int digits = Math.max(lf - 1, from + MESSAGE.length);
        while (in[digits - 1] != ' ') {
            digits--;
        }
        int bytes = Lines.decimal(in, digits, lf - 1);
        if (bytes < 0 || bytes > LoadPlan.MAX_LINE_BYTES) {
            return lf;
        }
        int last = lf + bytes + LINE_END;
        if (last >= end) {
            return -1;
        }
        return in[last - 1] == '\r' && in[last] == '\n' ? last : lf;
    }

    @Override
    int findText(byte[] in, int from, int lf) {
        return Lines.afterLineFeeds(in, from, lf, 1);
    }

    @Override
    public boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd) {
        return delivered.matches(room, in, from, text, textEnd);
    }

    @Override
    public Notice notice(byte[] in, int from, int lf) {
        if (Lines.startsWith(in, from, lf, PING)) {
            return Notice.PING;
        }
        if (Lines.startsWith(in, from, lf, ERROR)) {
            return Notice.COMPLAINT;
        }
        boolean service = Lines.startsWith(in, from, lf, PONG)
                || Lines.startsWith(in, from, lf, INFO)
                || Lines.startsWith(in, from, lf, OK);
        return service ? Notice.SERVICE : Notice.UNKNOWN;
    }

    @Override
    public void answer(Client client, byte[] in, int from, int lf) {
        client.say("PONG\r\n");
    }

    @Override
    public int mostOverhead() {
        return published.mostBytes() + LINE_END;
    }

    @Override
    public int putHead(byte[] out, int at, int room, int textBytes) {
        return published.put(out, at, room, textBytes);
    }
}
