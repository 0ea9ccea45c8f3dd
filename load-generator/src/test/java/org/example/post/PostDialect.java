package org.example.post;

import dev.muxbench.load.protocol.Answer;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.protocol.DialectContext;
import dev.muxbench.load.protocol.Member;
import dev.muxbench.load.protocol.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines that end with LF: {@code ENTER load-0} and {@code SEND 64} from clients, {@code MAIL load-0 64} from the server, the latter
 * two each followed by so many bytes and one more LF. The server begins with {@code POST 1}, answers {@code ENTER} with
 * {@code HERE load-0} or {@code NO} and why, and asks {@code ALIVE?} now and then, which is answered {@code ALIVE}.
 *
 * <p>Threads: its worker's.
 */
final class PostDialect implements Dialect {
    static final String SERVER = "a post office";
    static final int MOST_TEXT_BYTES = 4096;

    private static final int MOST_DIGITS = 4; // of that
    private static final byte[] NOTHING = {};
    private static final byte[] GREETING = ascii("POST 1");
    private static final byte[] HERE = ascii("HERE ");
    private static final byte[] MAIL = ascii("MAIL ");
    private static final byte[] NO = ascii("NO ");
    private static final byte[] QUESTION = ascii("ALIVE?");

    private final DialectContext context;
    private final byte[][] starts; // of deliveries up to the size, by room

    PostDialect(DialectContext context) {
        this.context = context;
        this.starts = new byte[context.rooms()][];
        for (int room = 0; room < starts.length; room++) {
            starts[room] = ascii("MAIL " + context.nameOfRoom(room) + " ");
        }
    }

    // ---- Getting in.

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
            case SERVICE, UNKNOWN -> {}
        }
        if (!greeted) {
            if (!startsWith(GREETING, in, from, lf)) {
                throw RefusedException.strange(in, from, lf, SERVER);
            }
            return Answer.ask("ENTER " + context.nameOfRoom(member.room()) + "\n");
        }
        return startsWith(HERE, in, from, lf) ? Answer.IN : Answer.NONE;
    }

    // ---- What is received.

    @Override
    public int frameEnd(byte[] in, int from, int end) {
        int lf = lineEnd(in, from, end);
        if (lf < 0 || !startsWith(MAIL, in, from, lf)) {
            return lf;
        }
        int size = number(in, lastWord(in, from, lf), lf);
        if (size < 0 || size > MOST_TEXT_BYTES) {
            return lf;
        }
        int last = lf + size + 1;
        if (last >= end) {
            return -1;
        }
        return in[last] == '\n' ? last : lf; // else it is torn: the next frame may begin right behind
    }

    @Override
    public int textAt(byte[] in, int from, int lf) {
        int headEnd = lineEnd(in, from, lf);
        return headEnd < 0 ? -1 : headEnd + 1;
    }

    @Override
    public int textEnd(int lf) {
        return lf;
    }

    @Override
    public boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd) {
        var start = starts[room];
        return startsWith(start, in, from, text) && number(in, from + start.length, text - 1) == textEnd - text;
    }

    @Override
    public Notice notice(byte[] in, int from, int lf) {
        if (startsWith(QUESTION, in, from, lf)) {
            return Notice.PING;
        }
        if (startsWith(NO, in, from, lf)) {
            return Notice.COMPLAINT;
        }
        boolean service = startsWith(GREETING, in, from, lf) || startsWith(HERE, in, from, lf);
        return service ? Notice.SERVICE : Notice.UNKNOWN;
    }

    @Override
    public byte[] answer(byte[] in, int from, int lf) {
        return ascii("ALIVE\n");
    }

    @Override
    public byte[] head(int room, int sender, int textBytes) {
        return ascii("MAIL " + context.nameOfRoom(room) + " " + textBytes + "\n");
    }

    // ---- What is sent.

    @Override
    public int mostOverhead() {
        return "SEND ".length() + MOST_DIGITS + 2; // LF twice
    }

    @Override
    public int putHead(byte[] out, int at, int room, int textBytes) {
        var head = ascii("SEND " + textBytes + "\n");
        System.arraycopy(head, 0, out, at, head.length);
        return at + head.length;
    }

    @Override
    public int putEnd(byte[] out, int at) {
        out[at] = '\n';
        return at + 1;
    }

    // ---- Bytes.

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] start, byte[] in, int from, int to) {
        return to - from >= start.length && Arrays.equals(in, from, from + start.length, start, 0, start.length);
    }

    private static int lineEnd(byte[] in, int from, int end) {
        for (int at = from; at < end; at++) {
            if (in[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Where it begins, in a line that has a blank. */
    private static int lastWord(byte[] in, int from, int lf) {
        int at = lf;
        while (at > from && in[at - 1] != ' ') {
            at--;
        }
        return at;
    }

    /** The number whose digits are in {@code [from, to)}, as the server writes it; -1 if they are none. */
    private static int number(byte[] in, int from, int to) {
        if (to <= from || to - from > MOST_DIGITS || (in[from] == '0' && to - from > 1)) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            if (in[at] < '0' || in[at] > '9') {
                return -1;
            }
            value = 10 * value + in[at] - '0';
        }
        return value;
    }
}
