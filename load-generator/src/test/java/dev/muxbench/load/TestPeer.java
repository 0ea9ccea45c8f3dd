package dev.muxbench.load;

import dev.muxbench.load.protocol.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small server of another protocol, with faults to order: a thread for each client, as {@link TestChatServer} has, one lock around
 * each delivery. What it relays has no LF in it, so that it may read lines.
 */
abstract class TestPeer implements AutoCloseable {
    enum Fault {
        NONE,
        BYTE_BY_BYTE,
        PING_BETWEEN,
        DROP_ONE,
        DOUBLE_ONE,
        SWAP_TWO,
        DAMAGE_ONE,
        TEAR_ONE,
        MISDIRECT_ONE,
        ECHO_ONE,
        COMPLAIN,
        REFUSE,
        BE_A_STRANGER
    }

    static final String REFUSAL = "not you, \u001b[31m today";
    private static final int FAULTY_LINE = 20;

    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final Semaphore answers = new Semaphore(0);
    final Fault fault;
    private int linesRelayed; // guarded by this
    private String heldBack = ""; // guarded by this
    private final AtomicInteger pings = new AtomicInteger();

    static final class Member {
        private final Socket socket;
        private final OutputStream out;
        final BufferedReader in;
        String nick = "";
        String room = "";

        Member(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }
    }

    TestPeer(Fault fault) throws IOException {
        this.fault = fault;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    static TestPeer of(Protocol protocol, Fault fault) throws IOException {
        return switch (protocol.name()) {
            case "redis" -> new TestRedis(fault);
            case "nats" -> new TestNats(fault);
            case "irc" -> new TestIrc(fault);
            default -> throw new IllegalArgumentException("there is TestChatServer");
        };
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                var member = new Member(listener.accept());
                Thread.ofPlatform().daemon().start(() -> serve(member));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Member member) {
        try {
            if (fault == Fault.BE_A_STRANGER) {
                write(member, "SSH-2.0-OpenSSH_9.2\r\n");
            } else {
                greet(member);
            }
            for (var line = member.in.readLine(); line != null; line = member.in.readLine()) {
                if (fault != Fault.BE_A_STRANGER) {
                    onLine(member, line);
                }
            }
        } catch (IOException e) {
            // it has gone
        } finally {
            members.remove(member);
        }
    }

    // ---- What differs.

    abstract void greet(Member member) throws IOException;

    /** A line of a command, with the rest to be read by {@link Member#in}. */
    abstract void onLine(Member member, String line) throws IOException;

    abstract String delivery(Member sender, String text);

    abstract String ping();

    abstract String complaint();

    abstract boolean echoes();

    // ---- For them.

    synchronized void enter(Member member, String room, String answer) {
        member.room = room;
        members.add(member);
        write(member, answer);
    }

    synchronized List<Member> othersIn(Member member) {
        return members.stream()
                .filter(other -> other != member && other.room.equals(member.room))
                .toList();
    }

    void ping(Member member) {
        pings.incrementAndGet();
        write(member, ping());
    }

    void answered() {
        answers.release();
    }

    /** Whether all pings have been answered, in the end. */
    boolean awaitAnswers() throws InterruptedException {
        int expected = pings.get();
        return expected > 0 && answers.tryAcquire(expected, 10, TimeUnit.SECONDS) && answers.availablePermits() == 0;
    }

    static void write(Member member, String text) {
        try {
            member.out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // it has gone
        }
    }

    /** The last one that has come to the room is the victim of the fault. */
    synchronized void relay(Member sender, String text, String answer) {
        boolean faulty = ++linesRelayed == FAULTY_LINE;
        var delivery = delivery(sender, text);
        var victim = othersIn(sender).getLast();
        for (var member : members) {
            boolean own = member == sender;
            if (member == victim) {
                relayToVictim(victim, delivery, faulty);
            } else if (own ? echoes() || (faulty && fault == Fault.ECHO_ONE) : member.room.equals(sender.room)) {
                write(member, delivery);
            }
        }
        if (faulty && fault == Fault.MISDIRECT_ONE) {
            members.stream()
                    .filter(member -> !member.room.equals(sender.room))
                    .findFirst()
                    .ifPresent(member -> write(member, delivery));
        }
        write(sender, answer);
    }

    private void relayToVictim(Member victim, String delivery, boolean faulty) {
        int middle = delivery.length() - 20;
        if (fault == Fault.BYTE_BY_BYTE) {
            delivery.chars().forEach(next -> write(victim, String.valueOf((char) next)));
        } else if (fault == Fault.PING_BETWEEN) {
            ping(victim);
            write(victim, delivery);
        } else if (!faulty) {
            write(victim, delivery + heldBack);
            heldBack = "";
        } else {
            switch (fault) {
                case DROP_ONE -> {}
                case DOUBLE_ONE -> write(victim, delivery + delivery);
                case SWAP_TWO -> heldBack = delivery;
                case DAMAGE_ONE -> write(victim, delivery.substring(0, middle) + "!" + delivery.substring(middle + 1));
                case TEAR_ONE -> write(victim, delivery.substring(0, middle) + delivery.substring(middle + 3));
                case COMPLAIN -> write(victim, delivery + complaint());
                default -> write(victim, delivery);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var member : members) {
            member.socket.close();
        }
    }
}
