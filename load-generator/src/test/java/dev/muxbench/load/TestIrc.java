package dev.muxbench.load;

import dev.muxbench.load.protocol.Member;
import java.io.IOException;

/** As an IRC server, to clients that join one channel. */
final class TestIrc extends TestPeer {
    TestIrc(Fault fault) throws IOException {
        super(fault);
    }

    static String delivery(String nick, String room, String text) {
        return ":" + nick + "!~load@::1 PRIVMSG " + room + " :" + text + "\r\n";
    }

    @Override
    void greet(Member member) {
        write(member, "NOTICE AUTH :*** Looking up your hostname\r\n");
    }

    @Override
    void onLine(Member member, String line) throws IOException {
        var words = line.split(" ", 3);
        switch (words[0]) {
            case "NICK" -> member.nick = words[1];
            case "USER" -> {
                ping(member);
                write(
                        member,
                        fault == Fault.REFUSE
                                ? ":test 433 * " + member.nick + " :" + REFUSAL + "\r\n"
                                : ":test 001 " + member.nick + " :Welcome\r\n:test 422 " + member.nick
                                        + " :MOTD File is missing\r\n");
            }
            case "JOIN" -> join(member, words[1]);
            case "PONG" -> {
                if (line.equals("PONG :a token")) {
                    answered();
                }
            }
            case "PRIVMSG" -> relay(member, words[2].substring(1), "");
            default -> throw new IOException("unknown: " + line);
        }
    }

    private synchronized void join(Member member, String room) {
        var joined = ":" + member.nick + "!~load@::1 JOIN :" + room + "\r\n";
        enter(
                member,
                room,
                joined + ":test 353 " + member.nick + " = " + room + " :@L0 L1\r\n:test 366 " + member.nick + " " + room
                        + " :End of NAMES list\r\n");
        othersIn(member).forEach(other -> write(other, joined));
    }

    @Override
    String delivery(Member sender, String text) {
        return delivery(sender.nick, sender.room, text);
    }

    @Override
    String ping() {
        return "PING :a token\r\n";
    }

    @Override
    String complaint() {
        return ":test 404 L0 #load-0 :" + REFUSAL + "\r\n";
    }

    @Override
    boolean echoes() {
        return false;
    }
}
