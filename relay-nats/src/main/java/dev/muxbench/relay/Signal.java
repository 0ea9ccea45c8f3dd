package dev.muxbench.relay;

import dev.muxbench.core.protocol.Names;
import dev.muxbench.core.protocol.Sanitizer;
import dev.muxbench.core.relay.Relay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message from a server to the others that is no line of a room. Signals may be lost, so each is repeated, requested
 * again, or awaited with a timeout.
 *
 * <p>As bytes, big endian: version and kind (1 each), incarnation (8), then the components in their order. Texts are
 * UTF-8 behind their length (2), lists follow their length (2).
 */
sealed interface Signal {
    /** Returns the incarnation of the sending server, drawn when it started. */
    long incarnation();

    /** The sender's members of a room have fallen behind, or have caught up. */
    record Pushback(long incarnation, boolean over, String roomKey) implements Signal {}

    /** The present members of some or all rooms of the sender. */
    record Members(long incarnation, long number, boolean all, List<RoomMembers> rooms) implements Signal {}

    /**
     * Members of one room on the sending server.
     *
     * @param total 0 when the last one has left
     * @param nicks nicks of some of the members
     */
    record RoomMembers(String key, String name, int total, List<String> nicks) {}

    /** The sender is new, or has missed a signal about the members of server {@code of}; 0 means all servers. */
    record Refresh(long incarnation, long of) implements Signal {}

    /** The sender is alive, and has sent this number of {@link Members} signals. */
    record Alive(long incarnation, long memberSignals) implements Signal {}

    /** The sender leaves the cluster. */
    record Leaving(long incarnation) implements Signal {}

    /** A private message for the client with that nick. */
    record Ask(long incarnation, long question, String nickKey, byte[] line) implements Signal {
        @Override
        public String toString() {
            return "Ask[" + question + ", " + nickKey + "]";
        }
    }

    /** The outcome of an {@link Ask} on the sending server. */
    record Answer(long incarnation, long asker, long question, Relay.Sent sent) implements Signal {}

    int VERSION = 1;
    int MOST_NAME_BYTES = 2 * Names.MAX_BYTES; // a key may be longer than its name

    default byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(kind());
            out.writeLong(incarnation());
            switch (this) {
                case Pushback(var _, var over, var roomKey) -> {
                    out.writeBoolean(over);
                    write(out, roomKey);
                }
                case Members(var _, var number, var all, var rooms) -> {
                    out.writeLong(number);
                    out.writeBoolean(all);
                    out.writeShort(rooms.size());
                    for (var room : rooms) {
                        write(out, room.key());
                        write(out, room.name());
                        out.writeInt(room.total());
                        out.writeShort(room.nicks().size());
                        for (var nick : room.nicks()) {
                            write(out, nick);
                        }
                    }
                }
                case Refresh(var _, var of) -> out.writeLong(of);
                case Alive(var _, var memberSignals) -> out.writeLong(memberSignals);
                case Leaving _ -> {}
                case Ask(var _, var question, var nickKey, var line) -> {
                    out.writeLong(question);
                    write(out, nickKey);
                    out.writeShort(line.length);
                    out.write(line);
                }
                case Answer(var _, var asker, var question, var sent) -> {
                    out.writeLong(asker);
                    out.writeLong(question);
                    out.writeByte(sent.ordinal());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never thrown in memory
        }
        return bytes.toByteArray();
    }

    private int kind() {
        return switch (this) {
            case Pushback _ -> 1;
            case Members _ -> 2;
            case Refresh _ -> 3;
            case Alive _ -> 4;
            case Leaving _ -> 5;
            case Ask _ -> 6;
            case Answer _ -> 7;
        };
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /** Parses a signal; null if the bytes are none. */
    static @Nullable Signal parse(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return null;
            }
            int kind = in.readByte();
            long incarnation = in.readLong();
            var signal = switch (kind) {
                case 1 -> new Pushback(incarnation, in.readBoolean(), name(in));
                case 2 -> new Members(incarnation, in.readLong(), in.readBoolean(), rooms(in));
                case 3 -> new Refresh(incarnation, in.readLong());
                case 4 -> new Alive(incarnation, in.readLong());
                case 5 -> new Leaving(incarnation);
                case 6 -> new Ask(incarnation, in.readLong(), name(in), line(in));
                case 7 -> new Answer(incarnation, in.readLong(), in.readLong(), sent(in));
                default -> null;
            };
            return in.available() == 0 ? signal : null;
        } catch (IOException e) {
            return null; // too short, or a component is malformed
        }
    }

    private static List<RoomMembers> rooms(DataInputStream in) throws IOException {
        var rooms = new ArrayList<RoomMembers>();
        for (int n = in.readUnsignedShort(); n > 0; n--) {
            rooms.add(new RoomMembers(name(in), name(in), Math.max(0, in.readInt()), nicks(in)));
        }
        return rooms;
    }

    private static List<String> nicks(DataInputStream in) throws IOException {
        var nicks = new ArrayList<String>();
        for (int n = in.readUnsignedShort(); n > 0; n--) {
            nicks.add(name(in));
        }
        return nicks;
    }

    /** Reads a name and removes control characters, because names are shown on terminals. */
    private static String name(DataInputStream in) throws IOException {
        var bytes = bytes(in, MOST_NAME_BYTES);
        var clean = new byte[Sanitizer.GROWTH * bytes.length];
        int length = Sanitizer.sanitize(bytes, 0, bytes.length, clean, 0);
        return new String(clean, 0, length, StandardCharsets.UTF_8);
    }

    private static byte[] line(DataInputStream in) throws IOException {
        var bytes = bytes(in, 1 << 16);
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
            throw new IOException("no line");
        }
        var clean = new byte[Sanitizer.GROWTH * bytes.length];
        int length = Sanitizer.sanitize(bytes, 0, bytes.length - 1, clean, 0);
        clean[length] = '\n';
        return Arrays.copyOf(clean, length + 1);
    }

    private static byte[] bytes(DataInputStream in, int most) throws IOException {
        int length = in.readUnsignedShort();
        if (length > most || length > in.available()) {
            throw new IOException("too long");
        }
        return in.readNBytes(length);
    }

    private static Relay.Sent sent(DataInputStream in) throws IOException {
        int ordinal = in.readUnsignedByte();
        var all = Relay.Sent.values();
        if (ordinal >= all.length) {
            throw new IOException("no answer");
        }
        return all[ordinal];
    }
}
