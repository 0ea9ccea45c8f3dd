package org.example.post;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A small server with faults to order: a thread for each client, one lock around each delivery. Its texts have no LF in them. */
final class PostOffice implements AutoCloseable {
    enum Fault {
        NONE,
        BYTE_BY_BYTE,
        DROP_ONE,
        DOUBLE_ONE,
        DAMAGE_ONE,
        TEAR_ONE,
        COMPLAIN,
        REFUSE,
        BE_A_STRANGER
    }

    static final String REFUSAL = "not you, \u001b[31m today";
    private static final int FAULTY_LINE = 20;

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Fault fault;
    private final List<Member> members = new ArrayList<>(); // guarded by this
    private int lines; // likewise
    private int questions; // likewise
    private final Semaphore answers = new Semaphore(0);

    private record Member(Socket socket, OutputStream out, String room) {
        void write(String text) {
            try {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // it has gone
            }
        }
    }

    PostOffice(Fault fault) throws IOException {
        this.fault = fault;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var member = new Member(socket, socket.getOutputStream(), "");
            member.write(fault == Fault.BE_A_STRANGER ? "SSH-2.0-OpenSSH_9.2\r\n" : "POST 1\n");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var words = line.split(" ", 2);
                switch (words[0]) {
                    case "ENTER" -> member = enter(member, words[1]);
                    case "ALIVE" -> answers.release();
                    case "SEND" -> onLine(member, Integer.parseInt(words[1]), in.readLine());
                    default -> throw new IOException("unknown: " + line);
                }
            }
        } catch (IOException e) {
            // it has gone
        }
    }

    private synchronized Member enter(Member visitor, String room) {
        if (fault == Fault.REFUSE) {
            visitor.write("NO " + REFUSAL + "\n");
            return visitor;
        }
        var member = new Member(visitor.socket, visitor.out, room);
        members.add(member);
        member.write(question() + "HERE " + room + "\n");
        return member;
    }

    private String question() {
        questions++;
        return "ALIVE?\n";
    }

    private synchronized void onLine(Member sender, int size, String text) throws IOException {
        if (text.length() != size) {
            throw new IOException("not " + size + " bytes: " + text);
        }
        boolean faulty = ++lines == FAULTY_LINE;
        var delivery = "MAIL " + sender.room + " " + size + "\n" + text + "\n";
        var others = members.stream()
                .filter(member -> !member.equals(sender) && member.room.equals(sender.room))
                .toList();
        for (var member : others) {
            if (member.equals(others.getLast())) {
                deliverToVictim(member, delivery, faulty ? fault : Fault.NONE);
            } else {
                member.write(question() + delivery);
            }
        }
    }

    private void deliverToVictim(Member victim, String delivery, Fault now) {
        int middle = delivery.length() - 20;
        switch (now) {
            case DROP_ONE -> {}
            case DOUBLE_ONE -> victim.write(delivery + delivery);
            case DAMAGE_ONE -> victim.write(delivery.substring(0, middle) + "!" + delivery.substring(middle + 1));
            case TEAR_ONE -> victim.write(delivery.substring(0, middle) + delivery.substring(middle + 3));
            case COMPLAIN -> victim.write("NO " + REFUSAL + "\n" + delivery);
            default -> {
                if (fault == Fault.BYTE_BY_BYTE) {
                    (question() + delivery).chars().forEach(next -> victim.write(String.valueOf((char) next)));
                } else {
                    victim.write(delivery);
                }
            }
        }
    }

    /** Whether each question has been answered, in the end. */
    boolean awaitAnswers() throws InterruptedException {
        int asked;
        synchronized (this) {
            asked = questions;
        }
        return answers.tryAcquire(asked, 10, TimeUnit.SECONDS) && answers.availablePermits() == 0;
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        for (var member : members) {
            member.socket.close();
        }
    }
}
