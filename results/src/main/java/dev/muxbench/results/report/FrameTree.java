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
 * A profile's stacks, those that begin alike joined: a method, how many samples it is in, and the methods that it called. What is too
 * small to be seen is joined with its neighbours, so that a page stays small.
 *
 * <p>Threads: one.
 */
final class FrameTree {
    static final String ROOT = "all Java threads";
    static final String OTHERS = "others";
    private static final double LEAST_SHARE = 0.001; // of the samples; doubled until there are not too many frames
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

    /** Returns the tree without methods that are in fewer samples. Those that one method called become one. */
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
     * A list of the method's place among all methods, its samples, and the lists of what it called.
     *
     * @param places of the methods; those that are new are added
     */
    ArrayNode json(SequencedMap<String, Integer> places) {
        var list = JsonNodeFactory.instance.arrayNode();
        list.add(places.computeIfAbsent(name, key -> places.size())).add(samples);
        calls.values().forEach(call -> list.add(call.json(places)));
        return list;
    }
}
