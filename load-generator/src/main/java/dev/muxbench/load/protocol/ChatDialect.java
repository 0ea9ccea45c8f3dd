package dev.muxbench.load.protocol;

import dev.muxbench.load.text.Lines;
import java.nio.charset.StandardCharsets;

/**
 * smallchat's protocol: {@code nick> text}, LF. The server says which nick a sender has; the one before its first line is believed.
 *
 * <p>Threads: its worker's.
 */
final class ChatDialect implements Dialect {
    private static final byte[] NOTHING = {};
    private static final int LONGEST_ANSWER = 80;
    private static final String SERVER_FULL = "Server full";
    private static final byte[] NICK_END = Lines.ascii("> ");
    private static final byte[] NICK_END_AND_TEXT = Lines.ascii("> M");

    private final DialectContext context;
    private final LearnedHeads nicks;

    ChatDialect(DialectContext context) {
        this.context = context;
        this.nicks = new LearnedHeads(context, (room, sender, in, from, to) -> Lines.endsWith(in, from, to, NICK_END));
    }

    @Override
    public byte[] hello(Member member) {
        return NOTHING; // the server speaks first
    }

    @Override
    public Answer enter(Member member, boolean greeted, byte[] in, int from, int lf) throws RefusedException {
        var line = new String(in, from, Math.min(lf - from, LONGEST_ANSWER), StandardCharsets.UTF_8);
        if (!greeted) {
            if (line.startsWith(SERVER_FULL)) {
                throw new RefusedException("is full");
            }
            if (line.startsWith("Too many connections")) {
                throw RefusedException.saying(in, from, lf);
            }
            return context.roomsAreNamed()
                    ? Answer.ask("/join " + context.nameOfRoom(member.room()) + "\n")
                    : Answer.IN;
        }
        if (line.startsWith("Unsupported") || line.startsWith("Too many rooms")) {
            throw new RefusedException("refused a room: " + line.strip());
        }
        return line.startsWith("Joined ") ? Answer.IN : Answer.NONE; // else somebody in the lobby has said something
    }

    @Override
    public int frameEnd(byte[] in, int from, int end) {
        return Lines.indexOfLineFeed(in, from, end);
    }

    @Override
    public int textAt(byte[] in, int from, int lf) {
        if (context.textBytes() > 0) {
            return lf - context.textBytes();
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
    public byte[] answer(byte[] in, int from, int lf) {
        throw new IllegalStateException("nothing is asked in this protocol");
    }

    @Override
    public byte[] head(int room, int sender, int textBytes) {
        return Lines.ascii("user:" + sender + "> ");
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
