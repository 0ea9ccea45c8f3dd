package dev.muxbench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A small chat server with faults to order: a thread for each client, one lock around each delivery, so that its order is total. The
 * threads are the system's, as virtual ones of a server that has much to do would keep those of other tests from their carriers.
 */
final class TestChatServer implements AutoCloseable {
    enum Fault {
        NONE,
        DROP_ONE,
        DOUBLE_ONE,
        SWAP_TWO,
        DAMAGE_ONE,
        ECHO_ONE,
        CLOSE_ONE,
        CLOSE_SENDER,
        CLOSE_ALL,
        SHUT_DOWN,
        STALL_EARLY,
        OTHERS_FIRST,
        GREET_NOBODY,

        // To the first client that comes back, by the lines that are owed to it:
        SKIP_JOINERS_LINE,
        DOUBLE_JOINERS_LINE,
        BEGIN_LATE,
        SEND_NOTHING,
        CLOSE_JOINER,

        // To the first client that comes back:
        GREET_LATE,
        GREET_AFTER_THE_LAST_LINE,
        NEVER_GREET,
        REFUSE
    }

    private static final int FAULTY_LINE = 20;
    private static final int EARLY_LINE = 5;
    private static final int JOINERS_FAULTY_LINE = 5;
    private static final int GREETING_LINE = 3;
    private static final int LATE_LINE = 30;
    private static final int LAST_LINE = 50;
    private static final String GREETING = "Welcome\n";
    private static final int OTHERS = 100;
    private static final Duration OTHERS_PAUSE = Duration.ofMillis(10);
    private static final Duration STALL = Duration.ofMillis(150);

    private final ServerSocket listener;
    private final Fault fault;
    private final int firstClients;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final AtomicInteger comers = new AtomicInteger();
    private final AtomicInteger unendedBytes = new AtomicInteger();
    private int linesRelayed; // guarded by this
    private String heldBack = ""; // guarded by this
    private BooleanSupplier awaited = () -> false; // guarded by this
    private Runnable action = () -> {}; // guarded by this
    private volatile int linesBegunBefore = Integer.MAX_VALUE; // the joiner was back; written by its worker

    private static final class Member {
        final Socket socket;
        final OutputStream out;
        final int number;
        int linesRelayed;
        boolean hasSpoken;

        Member(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.number = number;
        }
    }

    TestChatServer(Fault fault) throws IOException {
        this(fault, Integer.MAX_VALUE);
    }

    /** @param firstClients that come at first; the next one is one that comes back */
    TestChatServer(Fault fault, int firstClients) throws IOException {
        this.fault = fault;
        this.firstClients = firstClients;
        this.listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            for (int number = 0; true; number++) {
                var member = new Member(listener.accept(), number);
                comers.incrementAndGet();
                if (fault == Fault.REFUSE && isFaultyTowards(member)) {
                    member.socket.close();
                    continue;
                }
                enter(member);
                if (fault != Fault.GREET_NOBODY) {
                    Thread.ofPlatform().daemon().start(() -> serve(member));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private boolean isFaultyTowards(Member joiner) {
        return joiner.number == firstClients && fault.compareTo(Fault.SKIP_JOINERS_LINE) >= 0;
    }

    private synchronized void enter(Member member) {
        members.add(member);
        boolean greeted = switch (fault) {
            case GREET_NOBODY -> false;
            case GREET_LATE, GREET_AFTER_THE_LAST_LINE, NEVER_GREET -> !isFaultyTowards(member);
            default -> true;
        };
        if (greeted) {
            write(member, GREETING);
        }
    }

    private void serve(Member member) {
        try (var in = new BufferedReader(
                new InputStreamReader(member.socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (var line = readLine(in); line != null; line = readLine(in)) {
                relay(member, "user:" + member.number + "> " + line + "\n");
            }
        } catch (IOException e) {
            // it has gone
        } finally {
            members.remove(member);
        }
    }

    /** Null at the end; what has come of a line before that is counted. */
    private @Nullable String readLine(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                unendedBytes.addAndGet(line.length());
                return null;
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** Does it once, as soon as a line has been relayed and the condition holds. */
    synchronized void when(BooleanSupplier condition, Runnable then) {
        awaited = condition;
        action = then;
    }

    synchronized int linesRelayed() {
        return linesRelayed;
    }

    /** How many clients have said something. */
    int speakers() {
        return (int) members.stream().filter(member -> member.hasSpoken).count();
    }

    int comers() {
        return comers.get();
    }

    /** The first client that has left is back: it is owed the lines that are begun from now on. */
    void onJoinerBack(int linesBegun) {
        linesBegunBefore = linesBegun;
    }

    /** Of the lines that are owed to it, how many have been relayed; not above 0 before there is one. */
    synchronized int linesOwed() {
        return linesRelayed - linesBegunBefore;
    }

    /** All connections that there have been, once there have been so many. */
    int awaitComers(int count) throws InterruptedException {
        return await(comers::get, count);
    }

    /** The bytes of lines that did not end before their connection did, once there are so many. */
    int awaitUnendedBytes(int count) throws InterruptedException {
        return await(unendedBytes::get, count);
    }

    private static int await(IntSupplier value, int least) throws InterruptedException {
        for (int i = 0; i < 1000 && value.getAsInt() < least; i++) {
            Thread.sleep(10);
        }
        return value.getAsInt();
    }

    private synchronized void relay(Member sender, String line) throws IOException {
        sender.hasSpoken = true;
        relayLine(sender, line);
        if (awaited.getAsBoolean()) {
            awaited = () -> false;
            action.run();
        }
    }

    private synchronized void relayLine(Member sender, String line) throws IOException {
        boolean faulty = ++linesRelayed == FAULTY_LINE;
        if (fault == Fault.STALL_EARLY && linesRelayed == EARLY_LINE) {
            stall();
        }
        if (faulty && fault == Fault.OTHERS_FIRST) {
            talkOfOthers();
        }
        if (faulty && fault == Fault.CLOSE_SENDER) {
            sender.socket.close();
            return;
        }
        if (faulty && (fault == Fault.CLOSE_ALL || fault == Fault.SHUT_DOWN)) {
            closeAll();
            return;
        }
        var victim = members.getLast();
        for (var member : members) {
            if (isFaultyTowards(member)) {
                relayToJoiner(member, line);
            } else if (member == victim && member != sender) {
                relayToVictim(member, line, faulty);
            } else if (member != sender || (faulty && fault == Fault.ECHO_ONE)) {
                write(member, line);
            }
        }
    }

    private void closeAll() throws IOException {
        if (fault == Fault.SHUT_DOWN) {
            listener.close();
        }
        for (var member : members) {
            member.socket.close();
        }
        members.clear();
    }

    /** Lines of others stand before the next line, for longer than the shortest patience of a run. */
    private void talkOfOthers() {
        for (int i = 0; i < OTHERS; i++) {
            members.forEach(member -> write(member, "bob> hello\n"));
            sleep(OTHERS_PAUSE);
        }
    }

    private static void stall() {
        sleep(STALL);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relayToVictim(Member victim, String line, boolean faulty) throws IOException {
        if (!faulty) {
            write(victim, line + heldBack);
            heldBack = "";
            return;
        }
        switch (fault) {
            case DROP_ONE -> {}
            case DOUBLE_ONE -> write(victim, line + line);
            case SWAP_TWO -> heldBack = line;
            case DAMAGE_ONE ->
                write(victim, line.substring(0, line.length() - 3) + "!" + line.substring(line.length() - 2));
            case CLOSE_ONE -> victim.socket.close();
            default -> write(victim, line);
        }
    }

    private synchronized void relayToJoiner(Member joiner, String line) throws IOException {
        int number = ++joiner.linesRelayed;
        int owed = linesOwed();
        boolean omitted = switch (fault) {
            case SKIP_JOINERS_LINE -> owed == JOINERS_FAULTY_LINE;
            case BEGIN_LATE -> owed < LATE_LINE;
            case SEND_NOTHING -> true;
            default -> false;
        };
        if (fault == Fault.CLOSE_JOINER && owed == JOINERS_FAULTY_LINE) {
            joiner.socket.close();
        }
        if (!omitted) {
            write(joiner, line);
        }
        if (fault == Fault.DOUBLE_JOINERS_LINE && owed == 1) {
            write(joiner, line);
        }
        if (fault == Fault.GREET_LATE && number == GREETING_LINE) {
            write(joiner, GREETING);
        }
        if (fault == Fault.GREET_AFTER_THE_LAST_LINE && linesRelayed == LAST_LINE) {
            Thread.ofPlatform().daemon().start(() -> {
                stall();
                write(joiner, GREETING);
            });
        }
    }

    private static void write(Member member, String text) {
        try {
            member.out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // it has gone
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
