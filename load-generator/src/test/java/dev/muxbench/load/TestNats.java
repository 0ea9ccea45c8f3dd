package dev.muxbench.load;

import dev.muxbench.load.protocol.Member;
import java.io.IOException;

/** As NATS: everybody is subscribed to one subject. */
final class TestNats extends TestPeer {
    TestNats(Fault fault) throws IOException {
        super(fault);
    }

    static String delivery(String room, String text) {
        return "MSG " + room + " 1 " + text.length() + "\r\n" + text + "\r\n";
    }

    @Override
    void greet(Member member) {
        write(member, "INFO {\"server_id\":\"test\",\"max_payload\":1048576}\r\n");
    }

    @Override
    void onLine(Member member, String line) throws IOException {
        var words = line.split(" ", 3);
        switch (words[0]) {
            case "CONNECT" -> {
                if (fault == Fault.REFUSE) {
                    write(member, "-ERR '" + REFUSAL + "'\r\n");
                }
            }
            case "SUB" -> {
                enter(member, words[1], "");
                ping(member);
            }
            case "PING" -> write(member, fault == Fault.REFUSE ? "" : "PONG\r\n");
            case "PONG" -> answered();
            default -> relay(member, member.in.readLine(), "");
        }
    }

    @Override
    String delivery(Member sender, String text) {
        return delivery(sender.room, text);
    }

    @Override
    String ping() {
        return "PING\r\n";
    }

    @Override
    String complaint() {
        return "-ERR '" + REFUSAL + "'\r\n";
    }

    @Override
    boolean echoes() {
        return false;
    }
}
