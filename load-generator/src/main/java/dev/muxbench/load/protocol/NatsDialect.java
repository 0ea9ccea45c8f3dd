package dev.muxbench.load.protocol;

import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.text.Lines;

/**
 * NATS core: {@code MSG load-0 1 64}, CR LF, so many bytes, CR LF. A room is a subject, every client's subscription to it is its
 * first; with {@code echo:false} nobody receives its own lines.
 *
 * <p>Threads: its worker's.
 */
final class NatsDialect extends CrLfDialect {
    private static final byte[] NOTHING = {};
    private static final byte[] INFO = Lines.ascii("INFO ");
    private static final byte[] MESSAGE = Lines.ascii("MSG ");
    private static final byte[] PING = Lines.ascii("PING");
    private static final byte[] PONG = Lines.ascii("PONG");
    private static final byte[] OK = Lines.ascii("+OK");
    private static final byte[] ERROR = Lines.ascii("-ERR");
    private static final String CONNECT =
            "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"protocol\":1,\"name\":\"muxbench\",\"lang\":\"java\",\"version\":\"1\"}\r\n";

    private final DialectContext context;
    private final SizedHead delivered;
    private final SizedHead published;

    NatsDialect(DialectContext context) {
        super(context);
        this.context = context;
        this.delivered = new SizedHead(context.rooms(), room -> "MSG " + context.nameOfRoom(room) + " 1 ");
        this.published = new SizedHead(context.rooms(), room -> "PUB " + context.nameOfRoom(room) + " ");
    }

    @Override
    public byte[] hello(Member member) {
        return NOTHING; // the server speaks first
    }

    @Override
    public Answer enter(Member member, boolean greeted, byte[] in, int from, int lf) throws RefusedException {
        switch (notice(in, from, lf)) {
            case COMPLAINT -> throw RefusedException.saying(in, from, lf);
            case PING -> {
                return Answer.say(answer(in, from, lf));
            }
            case SERVICE -> {
                if (Lines.startsWith(in, from, lf, INFO) && !greeted) {
                    return Answer.ask(CONNECT + "SUB " + context.nameOfRoom(member.room()) + " 1\r\nPING\r\n");
                }
                return Lines.startsWith(in, from, lf, PONG) && greeted ? Answer.IN : Answer.NONE;
            }
            case UNKNOWN -> {
                if (!greeted) {
                    throw RefusedException.strange(in, from, lf, Protocols.NATS.server());
                }
            }
        }
        return Answer.NONE;
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
        if (bytes < 0 || bytes > LineCodec.MAX_BYTES) {
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
    public byte[] answer(byte[] in, int from, int lf) {
        return Lines.ascii("PONG\r\n");
    }

    @Override
    public byte[] head(int room, int sender, int textBytes) {
        return delivered.of(room, textBytes);
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
