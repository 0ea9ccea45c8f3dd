package dev.muxbench.load.protocol;

import dev.muxbench.load.text.Lines;
import java.util.Arrays;

/**
 * IRC (RFC 2812): {@code :nick!user@host PRIVMSG #load-0 :text}, CR LF; a room is a channel. Nicks are the clients' own; user and host
 * are the server's idea, and are believed as they stand before a sender's first line.
 *
 * <p>Threads: its worker's.
 */
final class IrcDialect extends CrLfDialect {
    private static final byte[] PING = Lines.ascii("PING");
    private static final byte[] ERROR = Lines.ascii("ERROR");
    private static final byte[][] SERVICES = {
        Lines.ascii("JOIN "),
        Lines.ascii("PART "),
        Lines.ascii("QUIT"),
        Lines.ascii("MODE "),
        Lines.ascii("NOTICE "),
        Lines.ascii("PONG")
    };
    private static final byte[] TEXT_MARK = Lines.ascii(" :");

    private static final char VISIT_MARK = '_';
    private static final int NO_NUMBER = -1;
    private static final int WELCOME = 1;
    private static final int END_OF_NAMES = 366; // the end of the answer to JOIN
    private static final int FIRST_ERROR = 400;
    private static final int NO_MESSAGE_OF_THE_DAY = 422;
    private static final int NUMBER_DIGITS = 3;

    private final DialectContext context;
    private static final String NICK = "L";

    private final LearnedHeads heads;
    private final byte[][] published; // by room

    IrcDialect(DialectContext context) {
        super(context);
        this.context = context;
        this.heads = new LearnedHeads(context, this::mayBeHead);
        this.published = new byte[context.rooms()][];
        for (int room = 0; room < published.length; room++) {
            published[room] = Lines.ascii("PRIVMSG " + channel(room) + " :");
        }
    }

    private String channel(int room) {
        return "#" + context.nameOfRoom(room);
    }

    /** Nine characters are allowed everywhere. Who comes back is another one: the server may not know yet that it has left. */
    private String nick(int client, int visit) {
        var name = NICK + context.numberOf(client);
        return visit == 0 ? name : name + VISIT_MARK + visit;
    }

    @Override
    public byte[] hello(Member member) {
        return Lines.ascii("NICK " + nick(member.id(), member.visit()) + "\r\nUSER load 0 * :Muxbench\r\n");
    }

    @Override
    public Answer enter(Member member, boolean greeted, byte[] in, int from, int lf) throws RefusedException {
        return switch (notice(in, from, lf)) {
            case COMPLAINT -> throw RefusedException.saying(in, from, lf);
            case PING -> Answer.say(answer(in, from, lf));
            case SERVICE -> enter(member, greeted, numberAt(in, commandAt(in, from, lf), lf));
            case UNKNOWN -> Answer.NONE; // somebody says something
        };
    }

    private Answer enter(Member member, boolean greeted, int number) {
        if (number == WELCOME && !greeted) {
            return Answer.ask("JOIN " + channel(member.room()) + "\r\n");
        }
        return number == END_OF_NAMES && greeted ? Answer.IN : Answer.NONE;
    }

    @Override
    public int frameEnd(byte[] in, int from, int end) {
        return Lines.indexOfLineFeed(in, from, end);
    }

    @Override
    int findText(byte[] in, int from, int lf) {
        int mark = Lines.indexOf(in, from, lf, TEXT_MARK);
        return mark < 0 ? -1 : mark + TEXT_MARK.length;
    }

    @Override
    public boolean isHead(int room, int sender, byte[] in, int from, int text, int textEnd) {
        return heads.matches(room, sender, in, from, text);
    }

    private boolean mayBeHead(int room, int sender, byte[] in, int from, int to) {
        var nick = Lines.ascii(":" + NICK + context.numberOfSender(sender));
        return Lines.startsWith(in, from, to, nick)
                && (in[from + nick.length] == '!' || in[from + nick.length] == VISIT_MARK)
                && Lines.endsWith(in, from, to, Lines.ascii(" PRIVMSG " + channel(room) + " :"));
    }

    @Override
    public Notice notice(byte[] in, int from, int lf) {
        int command = commandAt(in, from, lf);
        int number = numberAt(in, command, lf);
        if (number != NO_NUMBER) {
            return number >= FIRST_ERROR && number != NO_MESSAGE_OF_THE_DAY ? Notice.COMPLAINT : Notice.SERVICE;
        }
        if (Lines.startsWith(in, command, lf, PING)) {
            return Notice.PING;
        }
        if (Lines.startsWith(in, command, lf, ERROR)) {
            return Notice.COMPLAINT;
        }
        for (var service : SERVICES) {
            if (Lines.startsWith(in, command, lf, service)) {
                return Notice.SERVICE;
            }
        }
        return Notice.UNKNOWN;
    }

    /** Behind the prefix, which says from whom it comes. */
    private static int commandAt(byte[] in, int from, int lf) {
        if (in[from] != ':') {
            return from;
        }
        int at = from;
        while (at < lf && in[at] != ' ') {
            at++;
        }
        return Math.min(at + 1, lf);
    }

    private static int numberAt(byte[] in, int command, int lf) {
        int end = command + NUMBER_DIGITS;
        if (end >= lf || in[end] != ' ') {
            return NO_NUMBER;
        }
        int number = 0;
        for (int at = command; at < end; at++) {
            if (in[at] < '0' || in[at] > '9') {
                return NO_NUMBER;
            }
            number = 10 * number + in[at] - '0';
        }
        return number;
    }

    /** Returns a PONG with the parameters of the PING. */
    @Override
    public byte[] answer(byte[] in, int from, int lf) {
        int command = commandAt(in, from, lf);
        var pong = Arrays.copyOfRange(in, command, lf + 1);
        pong[1] = 'O'; // PONG
        return pong;
    }

    @Override
    public byte[] head(int room, int sender, int textBytes) {
        return Lines.ascii(":" + nick(sender, 0) + "!~load@127.0.0.1 PRIVMSG " + channel(room) + " :");
    }

    @Override
    public int mostOverhead() {
        return published[published.length - 1].length + LINE_END;
    }

    @Override
    public int putHead(byte[] out, int at, int room, int textBytes) {
        var head = published[room];
        System.arraycopy(head, 0, out, at, head.length);
        return at + head.length;
    }
}
