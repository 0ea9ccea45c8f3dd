package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.muxbench.results.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A profile's stacks as a tree that joins common beginnings: a method, its number of samples, and the methods that it
 * called. Methods too small to be seen are joined with their neighbours, so that a page stays small.
 *
 * <p>Threads: one.
 */
final class FrameTree {
    static final String ROOT = "all Java threads";
    static final String OTHERS = "others";
    private static final double LEAST_SHARE = 0.001; // of the samples; doubled until the tree has at most MOST_FRAMES
    private static final int MOST_FRAMES = 1500;

    private final String name;
    private int samples;
    private final Map<String, FrameTree> calls = new LinkedHashMap<>();

    private FrameTree(String name) {
        this.name = name;
    }

    static FrameTree of(Profile profile) {
        var root = new FrameTree(ROOT);
        for (var stack : profile.stacks()) {
            root.samples += stack.samples();
            var top = root;
            for (var frame : profile.names(stack)) {
                top = top.calls.computeIfAbsent(frame, FrameTree::new);
                top.samples += stack.samples();
            }
        }
        double least = LEAST_SHARE * root.samples;
        var thinned = root.thinned(least);
        while (thinned.size() > MOST_FRAMES) {
            least *= 2;
            thinned = root.thinned(least);
        }
        return thinned;
    }

    /** Returns a copy in which a method's calls with fewer samples are joined into one. */
    private FrameTree thinned(double least) {
        var copy = new FrameTree(name);
        copy.samples = samples;
        var others = new FrameTree(OTHERS);
        var ordered = new ArrayList<>(calls.values());
        ordered.sort(Comparator.comparingInt((FrameTree call) -> -call.samples).thenComparing(call -> call.name));
        for (var call : ordered) {
            if (call.samples < least) {
                others.samples += call.samples;
            } else {
                copy.calls.put(call.name, call.thinned(least));
            }
        }
        if (others.samples > 0) {
            copy.calls.put(OTHERS, others);
        }
        return copy;
    }

    private int size() {
        return 1 + calls.values().stream().mapToInt(FrameTree::size).sum();
    }

    /**
     * Returns a list: the method's index, its samples, and such a list for each method that it called.
     *
     * @param places indexes of the methods by name; new methods are added
     */
    ArrayNode json(SequencedMap<String, Integer> places) {
        var list = JsonNodeFactory.instance.arrayNode();
        list.add(places.computeIfAbsent(name, key -> places.size())).add(samples);
        calls.values().forEach(call -> list.add(call.json(places)));
        return list;
    }
}
