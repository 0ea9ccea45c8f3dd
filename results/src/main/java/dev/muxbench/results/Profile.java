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
 * Where the Java threads of a server spent their CPU time under one load; the content of {@code <cell>-profile.json}.
 * It is taken under an extra load that enters no figure.
 *
 * @param unavailable  why there is no profile; null if there is one
 * @param load         the judgement of the extra load, see {@link Trial#judgement()}; empty if there was no load
 * @param samples      number of samples, each after the same CPU time of its thread
 * @param lost         number of samples that should have been taken
 * @param withoutStack number of the samples whose stack could not be read
 * @param frames       the methods, to which the stacks refer by index
 * @param stacks       the distinct stacks
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
    /** Suffix of a native method's name. Samples taken in the kernel count for the native method that entered it. */
    public static final String NATIVE = " (native)";

    /**
     * A stack and the number of samples that had it.
     *
     * @param frames indexes into the profile's list, outermost method first
     */
    public record Stack(int samples, List<Integer> frames) {}

    /** The number of samples with a method on top of the stack, and anywhere on the stack. */
    public record Method(String frame, int self, int total) {}

    /** Checks that each stack has methods and all are in the list, because a damaged file may break that. */
    public Profile {
        int count = frames.size();
        if (stacks.stream()
                .anyMatch(stack -> stack.frames().isEmpty()
                        || stack.frames().stream().anyMatch(frame -> frame < 0 || frame >= count))) {
            throw new IllegalArgumentException("a stack has no method, or one that is not listed");
        }
    }

    /** Returns a profile without samples that says why there are none. */
    public static Profile unavailable(String why) {
        return new Profile(why, "", 0, 0, 0, List.of(), List.of());
    }

    /**
     * Returns the profile of all samples.
     *
     * @param counts number of samples by stack, outermost method first
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

    /** Returns a copy with the judgement of its load. */
    public Profile under(String judgement) {
        return new Profile(unavailable, judgement, samples, lost, withoutStack, frames, stacks);
    }

    /** Returns the methods of a stack, outermost first. */
    public List<String> names(Stack stack) {
        return stack.frames().stream().map(frames::get).toList();
    }

    /** Returns the methods that were most often on top of a stack. */
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
