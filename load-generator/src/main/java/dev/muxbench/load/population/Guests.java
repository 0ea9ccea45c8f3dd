package dev.muxbench.load.population;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import java.util.Arrays;

/**
 * Clients of other parts of the load that send in this part's rooms, where the parts share their rooms. A line says the number of its
 * sender among those of all parts.
 *
 * <p>Threads: any.
 */
public final class Guests {
    /** All who are heard are of this process. */
    public static final Guests NONE = new Guests(Part.WHOLE, new int[0]);

    private static final int NOBODY = -1;

    private final Part part;
    private final int[] rooms; // by number; NOBODY if that is none

    private Guests(Part part, int[] rooms) {
        this.part = part;
        this.rooms = rooms;
    }

    /** Returns the guests of a part: senders of other parts in the same rooms. */
    public static Guests of(LoadPlan whole, Part part) {
        if (!part.sharesRooms()) {
            return NONE;
        }
        int[] rooms = new int[Math.ceilDiv(whole.senders(), part.of()) * part.of()];
        Arrays.fill(rooms, NOBODY);
        for (int number = 1; number <= part.of(); number++) {
            var other = part.withNumber(number);
            if (number != part.number()) {
                var share = other.shareOf(whole);
                var census = new Census(share);
                for (int sender = 0; sender < share.senders(); sender++) {
                    rooms[other.numberOf(sender)] = census.roomOf(sender);
                }
            }
        }
        return new Guests(part, rooms);
    }

    /** Numbers from 0 on, below this, may be those of guests. */
    int numbers() {
        return rooms.length;
    }

    boolean isGuest(int number) {
        return number < rooms.length && rooms[number] != NOBODY;
    }

    int roomOf(int number) {
        return rooms[number];
    }

    /** Returns the number that the lines of a sender of this part name. */
    int numberOf(int sender) {
        return rooms.length == 0 ? sender : part.numberOf(sender);
    }

    /** The sender of this part, if the number is not a guest's. */
    int senderOf(int number) {
        return rooms.length == 0 ? number : number / part.of();
    }
}
