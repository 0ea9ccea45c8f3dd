package dev.muxbench.load.population;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Clients in proportion to weights. Threads: any. */
final class Shares {
    private Shares() {}

    /** Gives each of some clients a room, so that of any number of the first ones each room has its share. */
    static void deal(int[] rooms, int from, int to, double[] weights, int least) {
        int[] sizes = apportion(to - from, weights, least);
        int[] dealt = new int[weights.length];
        for (int client = from; client < to; client++) {
            double share = (double) (client - from + 1) / (to - from);
            int neediest = 0;
            double need = Double.NEGATIVE_INFINITY;
            for (int room = 0; room < sizes.length; room++) {
                double missing = sizes[room] * share - dealt[room];
                if (dealt[room] < sizes[room] && missing > need) {
                    need = missing;
                    neediest = room;
                }
            }
            dealt[neediest]++;
            rooms[client] = neediest;
        }
    }

    /** Whole numbers that add up to the count, in proportion to the weights but for the least one (Hamilton's method). */
    private static int[] apportion(int count, double[] weights, int least) {
        int free = count - least * weights.length;
        double sum = Arrays.stream(weights).sum();
        int[] sizes = new int[weights.length];
        int left = free;
        for (int room = 0; room < sizes.length; room++) {
            int whole = (int) (free * weights[room] / sum);
            sizes[room] = least + whole;
            left -= whole;
        }
        var byRemainder = IntStream.range(0, sizes.length)
                .boxed()
                .sorted((one, other) ->
                        Double.compare(remainder(free * weights[other] / sum), remainder(free * weights[one] / sum)))
                .toList();
        for (int i = 0; i < left; i++) {
            sizes[byRemainder.get(i)]++;
        }
        return sizes;
    }

    private static double remainder(double value) {
        return value - Math.floor(value);
    }
}
