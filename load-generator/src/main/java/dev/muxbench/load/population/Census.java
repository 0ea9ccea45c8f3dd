package dev.muxbench.load.population;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Role;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who is who: each client's room and what it does. First come the senders, then those who only receive, then the unruly ones; each of
 * these groups is spread over the rooms in proportion to their sizes.
 *
 * <p>Threads: any.
 */
public final class Census {
    /** One to send and one to receive. */
    private static final int LEAST_IN_ROOM = 2;

    private final LoadPlan plan;
    private final int roomCount; // on each server its own, unless they are joined
    private final int[] targets; // by client
    private final int orderlyCount;
    private final int[] rooms; // by client
    private final int[] orderly; // by room
    private final int[] unrulyReaders; // by room
    private final int[][] senders; // by room, ascending
    private final int[] places; // by sender: its index among those of its room
    private final Guests guests;
    private final int[] guestPlaces; // by number
    private final int[] guestCounts; // by room
    private final boolean echoes;
    private final BitSet counted; // clients
    private final int[] countedReceivers; // by room

    /** All are of this process. */
    public Census(LoadPlan plan) {
        this(plan, Guests.NONE);
    }

    /** @param plan of this process */
    public Census(LoadPlan plan, Guests guests) {
        this.plan = plan;
        this.guests = guests;
        var population = plan.population();
        this.orderlyCount = Math.toIntExact(plan.clients() - population.unrulyCount());
        this.roomCount = plan.rooms() * plan.targets().roomsOfOne();
        this.rooms = rooms();
        this.targets = targets();
        this.orderly = sizes(0, orderlyCount);
        this.unrulyReaders = sizes(orderlyCount, Math.toIntExact(orderlyCount + population.unrulyReaders()));
        this.senders = sendersByRoom();
        this.places = places();
        this.guestCounts = new int[roomCount];
        this.guestPlaces = guestPlaces();
        this.echoes = plan.speech().protocol().echoes();
        this.counted = counted();
        this.countedReceivers = new int[roomCount];
        counted.stream().forEach(client -> countedReceivers[rooms[client]]++);
    }

    /** Any of those that only receive, but for one in each room, which tells what its lines look like. */
    private BitSet counted() {
        var drawn = new BitSet();
        if (plan.population().counted() == 0) {
            return drawn;
        }
        var receivers = IntStream.range(plan.senders(), orderlyCount).boxed().collect(Collectors.toList());
        Collections.shuffle(receivers, new Random(plan.population().countedSeed()));
        var told = new BitSet(); // rooms with one that is looked at
        for (int client : receivers) {
            if (!told.get(rooms[client])) {
                told.set(rooms[client]);
            } else if (drawn.cardinality() < plan.population().counted()) {
                drawn.set(client);
            }
        }
        return drawn;
    }

    private int[] rooms() {
        double skew = plan.population().roomSkew();
        if (skew == 0) {
            return IntStream.range(0, plan.clients())
                    .map(client -> client % roomCount)
                    .toArray();
        }
        double[] weights = IntStream.range(0, roomCount)
                .mapToDouble(room -> Math.pow(1 + numberOf(room), -skew))
                .toArray();
        int[] rooms = new int[plan.clients()];
        Shares.deal(rooms, 0, orderlyCount, weights, LEAST_IN_ROOM);
        Shares.deal(rooms, orderlyCount, plan.clients(), weights, 0);
        return rooms;
    }

    /** Returns the server of each client: the members of a room take the servers in turn if the servers are one chat. */
    private int[] targets() {
        int count = plan.targets().count();
        int[] dealt = new int[roomCount];
        return IntStream.range(0, plan.clients())
                .map(client -> plan.targets().joined() ? dealt[rooms[client]]++ % count : rooms[client] % count)
                .toArray();
    }

    /** Returns how many rooms there are, those on each server counted if they are not joined. */
    public int roomCount() {
        return roomCount;
    }

    /** A room's number in the plan. */
    public int numberOf(int room) {
        return room / plan.targets().roomsOfOne();
    }

    /**
     * Where that client connects to.
     *
     * @param moves how often it has gone on to the next one
     */
    public InetSocketAddress targetOf(int client, int moves) {
        var all = plan.targets().addresses();
        return all.get((targets[client] + moves) % all.size());
    }

    private int[][] sendersByRoom() {
        int[] counts = sizes(0, plan.senders());
        int[][] byRoom = Arrays.stream(counts).mapToObj(count -> new int[count]).toArray(int[][]::new);
        for (int sender = plan.senders() - 1; sender >= 0; sender--) {
            int room = rooms[sender];
            byRoom[room][--counts[room]] = sender;
        }
        return byRoom;
    }

    private int[] places() {
        int[] byId = new int[plan.senders()];
        for (int[] inRoom : senders) {
            for (int place = 0; place < inRoom.length; place++) {
                byId[inRoom[place]] = place;
            }
        }
        return byId;
    }

    /** Behind this process's own ones. */
    private int[] guestPlaces() {
        int[] byNumber = new int[guests.numbers()];
        for (int number = 0; number < byNumber.length; number++) {
            if (guests.isGuest(number)) {
                int room = guests.roomOf(number);
                byNumber[number] = senders[room].length + guestCounts[room]++;
            }
        }
        return byNumber;
    }

    private int[] sizes(int from, int to) {
        int[] sizes = new int[roomCount];
        for (int client = from; client < to; client++) {
            sizes[rooms[client]]++;
        }
        return sizes;
    }

    public int senders() {
        return places.length;
    }

    public int roomOf(int client) {
        return rooms[client];
    }

    // Voices are the senders, and behind these the guests.

    public int voices() {
        return places.length + guests.numbers();
    }

    public boolean isGuest(int voice) {
        return voice >= places.length;
    }

    /** Whose lines say that number; -1 if nobody's do. */
    public int voiceOf(int number) {
        if (guests.isGuest(number)) {
            return places.length + number;
        }
        int sender = guests.senderOf(number);
        return sender < places.length && guests.numberOf(sender) == number ? sender : -1;
    }

    /** Returns the number that the lines of a voice name as their sender. */
    public int numberOfVoice(int voice) {
        return isGuest(voice) ? voice - places.length : guests.numberOf(voice);
    }

    public int roomOfVoice(int voice) {
        return isGuest(voice) ? guests.roomOf(voice - places.length) : rooms[voice];
    }

    /** A voice's place among those of its room. */
    public int placeOf(int voice) {
        return isGuest(voice) ? guestPlaces[voice - places.length] : places[voice];
    }

    /** Returns how many talk in this client's room. */
    public int voicesTo(int client) {
        return senders[rooms[client]].length + guestsTo(client);
    }

    /** Returns how many guests talk in this client's room. */
    public int guestsTo(int client) {
        return guestCounts[rooms[client]];
    }

    /** Returns whether a client of the same room receives that voice's lines. */
    public boolean hears(int client, int voice) {
        return isGuest(voice) || voice != client || echoes;
    }

    /** Returns the senders of this process in this client's room, ascending, with the client itself if it sends. */
    public int[] sendersTo(int client) {
        return senders[rooms[client]];
    }

    public Role roleOf(int client) {
        if (client < plan.senders()) {
            return Role.SENDER;
        }
        if (client < orderlyCount) {
            return Role.RECEIVER;
        }
        int others = client - orderlyCount;
        for (var role : Role.UNRULY) {
            others -= plan.population().count(role);
            if (others < 0) {
                return role;
            }
        }
        throw new IndexOutOfBoundsException(client);
    }

    public boolean isUnruly(int client) {
        return client >= orderlyCount;
    }

    /**
     * Whether it says in which order the room has its lines: whoever receives all of them. Where everybody sends, and nobody receives its
     * own, it is the first, of whose own lines nobody knows then where they are.
     */
    public boolean givesPositions(int client) {
        int room = rooms[client];
        boolean allSend = senders[room].length == orderly[room];
        return client >= plan.senders() || echoes || (allSend && client == senders[room][0]);
    }

    /** Returns whether its bytes are counted and not looked at. */
    public boolean isCounted(int client) {
        return counted.get(client);
    }

    /** Returns how many of those who receive the lines of this sender are counted. */
    public int countedReceiversOf(int sender) {
        return countedReceivers[rooms[sender]];
    }

    /** Returns whether it leaves and comes back. */
    public boolean comesAndGoes(int client) {
        return plan.population().joinsPerSecond() > 0 && roleOf(client) == Role.RECEIVER && !isCounted(client);
    }

    /**
     * Those who receive the lines of this sender and are looked at, itself if they come back to it, without the unruly ones, when nobody
     * is away.
     */
    public int receiversOf(int sender) {
        return orderly[rooms[sender]] - countedReceivers[rooms[sender]] - (echoes ? 0 : 1);
    }

    public int unrulyReceiversOf(int sender) {
        return unrulyReaders[rooms[sender]];
    }
}
