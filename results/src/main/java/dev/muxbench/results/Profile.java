package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the Java threads of a server spent their CPU time under one load, as in {@code <cell>-profile.json}. It is of a load of its own,
 * of which there is no figure.
 *
 * @param unavailable  why there is none; null if there is one
 * @param load         how that load was judged, see {@link Trial#judgement()}; empty if there was none
 * @param samples      that were taken, each after the same CPU time of its thread
 * @param lost         that should have been taken
 * @param withoutStack of the samples: the stack could not be read
 * @param frames       methods, as the stacks have them
 * @param stacks       each of them once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Profile(
        @Nullable String unavailable,
        String load,
        int samples,
        int lost,
        int withoutStack,
        List<String> frames,
        List<Stack> stacks) {
    /** Stands behind the name of a method in native code, where samples taken in the kernel are, too. */
    public static final String NATIVE = " (native)";

    /**
     * What a thread was at in so many samples.
     *
     * @param frames places in the profile's list, the thread's first method first
     */
    public record Stack(int samples, List<Integer> frames) {}

    /** The number of samples in which a method was on top of the stack, and anywhere on it. */
    public record Method(String frame, int self, int total) {}

    /** Only with stacks of methods that are in the list, which a file may not have. */
    public Profile {
        int count = frames.size();
        if (stacks.stream()
                .anyMatch(stack -> stack.frames().isEmpty()
                        || stack.frames().stream().anyMatch(frame -> frame < 0 || frame >= count))) {
            throw new IllegalArgumentException("a stack has no method, or one that is not listed");
        }
    }

    /** There is none. */
    public static Profile unavailable(String why) {
        return new Profile(why, "", 0, 0, 0, List.of(), List.of());
    }

    /**
     * Of all samples.
     *
     * @param counts of each stack, the thread's first method first
     */
    static Profile of(Map<List<String>, Integer> counts, int samples, int lost, int withoutStack) {
        var places = new LinkedHashMap<String, Integer>();
        var stacks = new ArrayList<Stack>();
        counts.forEach((stack, count) -> stacks.add(new Stack(
                count,
                stack.stream()
                        .map(frame -> places.computeIfAbsent(frame, key -> places.size()))
                        .toList())));
        return new Profile(null, "", samples, lost, withoutStack, List.copyOf(places.keySet()), stacks);
    }

    /** The same, of a load that was judged like this. */
    public Profile under(String judgement) {
        return new Profile(unavailable, judgement, samples, lost, withoutStack, frames, stacks);
    }

    /** The methods of a stack. */
    public List<String> names(Stack stack) {
        return stack.frames().stream().map(frames::get).toList();
    }

    /** Returns the methods that were most often on top. */
    public List<Method> hottest(int most) {
        var self = new HashMap<Integer, Integer>();
        var total = new HashMap<Integer, Integer>();
        for (var stack : stacks) {
            self.merge(stack.frames().getLast(), stack.samples(), Integer::sum);
            new HashSet<>(stack.frames()).forEach(frame -> total.merge(frame, stack.samples(), Integer::sum));
        }
        return self.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(entry ->
                        new Method(frames.get(entry.getKey()), entry.getValue(), total.getOrDefault(entry.getKey(), 0)))
                .toList();
    }
}
