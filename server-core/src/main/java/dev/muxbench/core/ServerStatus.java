package dev.muxbench.core;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A server at one moment, told by its loops themselves.
 *
 * @param counters     up to this moment
 * @param loops        that were asked
 * @param silentLoops  the numbers of those that did not answer in time; their sessions are missing in the rest
 * @param sessions     connections that are not closed yet
 * @param waiting      those of them whose input has to wait
 * @param busiestShare of the time since it was asked before: how much of it the busiest loop was at work, from 0 to 1
 * @param lags         how far behind they are
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
        Lags lags,
        List<SessionStatus> listed,
        Rooms rooms) {

    private static final long PATIENCE_MILLIS = 1000;

    /**
     * The rooms of a server.
     *
     * @param count                of rooms
     * @param overHighWater        those whose senders have to wait
     * @param backlogBytes         of all rooms: what is in full segments that some member has not been sent yet
     * @param largestBacklogBytes  of one room
     */
    public record Rooms(int count, int overHighWater, long backlogBytes, long largestBacklogBytes) {
        static Rooms of(List<Room> rooms) {
            long sum = 0;
            long largest = 0;
            int over = 0;
            for (var room : rooms) {
                long backlog = room.log.backlogBytes();
                sum += backlog;
                largest = Math.max(largest, backlog);
                over += room.log.isOverHighWater() ? 1 : 0;
            }
            return new Rooms(rooms.size(), over, sum, largest);
        }
    }

    /**
     * Asks all loops, and waits for a second at most.
     *
     * @param mostListed sessions that are told one by one
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    static ServerStatus ask(ChatServer server, int mostListed) throws InterruptedException {
        var reports = server.loops().askAll(mostListed);
        if (!reports.isEmpty()) {
            var _ = reports.getFirst().allAnswered().await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        var byAnswer = reports.stream().collect(Collectors.partitioningBy(LoopReport::isAnswered));
        var answers = byAnswer.getOrDefault(true, List.of());
        var lags = new Lags();
        answers.forEach(answer -> lags.add(answer.lags()));
        return new ServerStatus(
                server.counters(),
                reports.size(),
                byAnswer.getOrDefault(false, List.of()).stream()
                        .map(LoopReport::loopNumber)
                        .sorted()
                        .toList(),
                answers.stream().mapToInt(LoopReport::count).sum(),
                answers.stream().mapToInt(LoopReport::waiting).sum(),
                answers.stream().mapToDouble(LoopReport::busyShare).max().orElse(0),
                lags,
                answers.stream()
                        .flatMap(answer -> answer.sessions().stream())
                        .sorted(SessionStatus.WORST_FIRST)
                        .limit(mostListed)
                        .toList(),
                Rooms.of(server.rooms().all()));
    }
}
