package dev.muxbench.core.status;

import java.util.List;

/**
 * A server at one moment, told by its loops themselves.
 *
 * @param counters     up to this moment
 * @param loops        that were asked
 * @param silentLoops  the numbers of those that did not answer in time; their sessions are missing in the rest
 * @param sessions     connections that are not closed yet
 * @param waiting      those of them whose input has to wait
 * @param busiestShare of the time since it was asked before: how much of it the busiest loop was at work, from 0 to 1
 * @param backlogs         how far behind they are
 * @param listed       those that are furthest behind, the worst first
 * @param rooms        all rooms together
 */
public record ServerStatus(
        ServerCounters counters,
        int loops,
        List<Integer> silentLoops,
        int sessions,
        int waiting,
        double busiestShare,
        BacklogHistogram backlogs,
        List<SessionStatus> listed,
        Rooms rooms) {

    /**
     * The rooms of a server.
     *
     * @param count                of rooms
     * @param overHighWater        those whose senders have to wait
     * @param backlogBytes         of all rooms: what is in full segments that some member has not been sent yet
     * @param largestBacklogBytes  of one room
     */
    public record Rooms(int count, int overHighWater, long backlogBytes, long largestBacklogBytes) {}
}
