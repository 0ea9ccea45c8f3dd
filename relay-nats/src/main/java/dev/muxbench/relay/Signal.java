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
 * What a server tells the others beside what is said in rooms. Each may be lost, so each is repeated, asked for again, or waited for only
 * so long.
 *
 * <p>As bytes, big endian: version and kind (1 each), incarnation (8), then the parts in their order; texts are UTF-8 behind their length
 * (2), lists stand behind theirs (2).
 */
sealed interface Signal {
    /** Returns the incarnation of the server that sends the signal, drawn when that server started. */
    long incarnation();

    /** Its members of a room are behind, or no longer. */
    record Pushback(long incarnation, boolean over, String roomKey) implements Signal {}

    /** Tells who is in some of the server's rooms now. */
    record Members(long incarnation, long number, boolean all, List<RoomMembers> rooms) implements Signal {}

    /**
     * Members of one room on that server.
     *
     * @param total 0 when the last one has left
     * @param nicks of some of them
     */
    record RoomMembers(String key, String name, int total, List<String> nicks) {}

    /** It has not heard all that this server has said about its members, or is new. */
    record Refresh(long incarnation, long of) implements Signal {}

    /** It is there, and has told about its members so often. */
    record Alive(long incarnation, long memberSignals) implements Signal {}

    /** It goes. */
    record Leaving(long incarnation) implements Signal {}

    /** A private message for whoever has that nick. */
    record Ask(long incarnation, long question, String nickKey, byte[] line) implements Signal {
        @Override
        public String toString() {
            return "Ask[" + question + ", " + nickKey + "]";
        }
    }

    /** Tells what became of a question on that server. */
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
            throw new UncheckedIOException(e); // there is none in memory
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

    /** Null if these bytes are none. */
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
            return null; // too short, or a part is not what it should be
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

    /** Shown on terminals, so nothing in it may steer one. */
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
