package dev.muxbench.load;

import dev.muxbench.load.protocol.Member;
import java.io.IOException;

/** As Redis in RESP3: everybody is subscribed to one channel. */
final class TestRedis extends TestPeer {
    TestRedis(Fault fault) throws IOException {
        super(fault);
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    static String delivery(String room, String text) {
        return ">3\r\n" + bulk("message") + bulk(room) + bulk(text);
    }

    @Override
    void greet(Member member) {}

    @Override
    void onLine(Member member, String line) throws IOException {
        var words = new String[Integer.parseInt(line.substring(1))];
        for (int i = 0; i < words.length; i++) {
            member.in.readLine();
            words[i] = member.in.readLine();
        }
        switch (words[0]) {
            case "HELLO" ->
                write(
                        member,
                        fault == Fault.REFUSE
                                ? "-NOAUTH " + REFUSAL + "\r\n"
                                : "%3\r\n" + bulk("server") + bulk("redis") + bulk("proto") + ":3\r\n" + bulk("modules")
                                        + "*1\r\n*2\r\n_\r\n#t\r\n");
            case "SUBSCRIBE" -> enter(member, words[1], ">3\r\n" + bulk("subscribe") + bulk(words[1]) + ":1\r\n");
            default -> relay(member, words[2], ":7\r\n");
        }
    }

    @Override
    String delivery(Member sender, String text) {
        return delivery(sender.room, text);
    }

    @Override
    String ping() {
        throw new IllegalStateException("there is none");
    }

    @Override
    String complaint() {
        return "-OOM " + REFUSAL + "\r\n";
    }

    @Override
    boolean echoes() {
        return true;
    }
}
