package dev.muxbench.load.protocol;

import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.text.Lines;

/**
 * Redis pub/sub in RESP3: a delivery is a push of {@code message}, channel and text; a room is a channel. A sender is subscribed to
 * its own, too, and receives its lines like everybody else. The answer to each of its lines, a number, is not looked at.
 *
 * <p>Threads: its worker's.
 */
final class RedisDialect extends CrLfDialect {
    private static final byte[] SUBSCRIBED = Lines.ascii(">3\r\n$9\r\nsubscribe\r\n");
    private static final byte[] MESSAGE = Lines.ascii(">3\r\n$7\r\nmessage\r\n");
    private static final String HELLO = "*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n";
    private static final int LINES_BEFORE_TEXT = 6;
    private static final int MOST_PARTS = 1 << 16;
    private static final int NOT_HERE = -1;
    private static final int MALFORMED = -2;

    private final DialectContext context;
    private final SizedHead delivered;
    private final SizedHead published;

    RedisDialect(DialectContext context) {
        super(context);
        this.context = context;
        int rooms = context.rooms();
        this.delivered = new SizedHead(rooms, room -> ">3\r\n$7\r\nmessage\r\n" + channel(room) + "$");
        this.published = new SizedHead(rooms, room -> "*3\r\n$7\r\nPUBLISH\r\n" + channel(room) + "$");
    }

    /** Returns the name of a room's channel as a bulk string. */
    private String channel(int room) {
        var name = context.nameOfRoom(room);
        return "$" + name.length() + "\r\n" + name + "\r\n";
    }

    @Override
    public byte[] hello(Member member) {
        return Lines.ascii(HELLO + "*2\r\n$9\r\nSUBSCRIBE\r\n" + channel(member.room()));
    }

    /** First comes what the server is, then that the client is subscribed. */
    @Override
    public Answer enter(Member member, boolean greeted, byte[] in, int from, int lf) throws RefusedException {
        if (in[from] == '-') {
            throw RefusedException.saying(in, from, lf);
        }
        if (!greeted && in[from] != '%') {
            throw RefusedException.strange(in, from, lf, Protocols.REDIS.server());
        }
        return Lines.startsWith(in, from, lf, SUBSCRIBED) ? Answer.IN : Answer.GREETED;
    }

    @Override
    public int frameEnd(byte[] in, int from, int end) {
        int at = from;
        int lf = from;
        for (long parts = 1; parts > 0; parts--) {
            lf = partEnd(in, at, end);
            if (lf == NOT_HERE) {
                return -1;
            }
            if (lf == MALFORMED) {
                return Lines.indexOfLineFeed(in, from, end);
            }
            parts += innerParts(in, at, lf);
            at = lf + 1;
        }
        return lf;
    }

    /** Returns where the value at {@code at} ends, or the line that says how many values it consists of. */
    private static int partEnd(byte[] in, int at, int end) {
        int lf = Lines.indexOfLineFeed(in, at, end);
        if (lf < 0) {
            return NOT_HERE;
        }
        return switch (in[at]) {
            case '+', '-', ':', '_', ',', '#', '(' -> lf;
            case '*', '>', '~', '%', '|' -> isUpTo(MOST_PARTS, countAt(in, at, lf)) ? lf : MALFORMED;
            case '$', '=', '!' -> bulkEnd(in, countAt(in, at, lf), lf, end);
            default -> MALFORMED;
        };
    }

    private static int countAt(byte[] in, int at, int lf) {
        return Lines.decimal(in, at + 1, lf - 1);
    }

    private static boolean isUpTo(int most, int count) {
        return count >= 0 && count <= most;
    }

    private static int bulkEnd(byte[] in, int bytes, int lf, int end) {
        if (!isUpTo(LineCodec.MAX_BYTES, bytes)) {
            return MALFORMED;
        }
        int last = lf + bytes + LINE_END;
        if (last >= end) {
            return NOT_HERE;
        }
        return in[last - 1] == '\r' && in[last] == '\n' ? last : MALFORMED;
    }

    private static long innerParts(byte[] in, int at, int lf) {
        return switch (in[at]) {
            case '*', '>', '~' -> countAt(in, at, lf);
            case '%' -> 2L * countAt(in, at, lf);
            case '|' -> 2L * countAt(in, at, lf) + 1; // attributes of the value that follows
            default -> 0;
        };
    }

    @Override
    int findText(byte[] in, int from, int lf) {
        return Lines.afterLineFeeds(in, from, lf, LINES_BEFORE_TEXT);
    }

    @Override
    public boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd) {
        return delivered.matches(room, in, from, text, textEnd);
    }

    @Override
    public Notice notice(byte[] in, int from, int lf) {
        return switch (in[from]) {
            case '-' -> Notice.COMPLAINT;
            case ':', '+', '%', '_', ',', '#' -> Notice.SERVICE;
            case '>' -> Lines.startsWith(in, from, lf, MESSAGE) ? Notice.UNKNOWN : Notice.SERVICE;
            default -> Notice.UNKNOWN;
        };
    }

    @Override
    public byte[] answer(byte[] in, int from, int lf) {
        throw new IllegalStateException("nothing is asked in this protocol");
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
