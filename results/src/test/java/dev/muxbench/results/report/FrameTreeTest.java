package dev.muxbench.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muxbench.results.Profile;
import dev.muxbench.results.Profile.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTreeTest {
    private static final List<String> FRAMES = List.of("run", "read", "flush", "write", "rare");

    private static Profile profile(List<String> frames, Stack... stacks) {
        int samples = List.of(stacks).stream().mapToInt(Stack::samples).sum();
        return new Profile(null, "VALID", samples, 0, 0, frames, List.of(stacks));
    }

    private static String text(Profile profile) {
        var places = new LinkedHashMap<String, Integer>();
        var tree = FrameTree.of(profile).json(places);
        return places.keySet() + " " + tree;
    }

    @Test
    void stacksThatBeginAlikeAreOne() {
        var profile = profile(
                FRAMES,
                new Stack(2, List.of(0, 1)),
                new Stack(5, List.of(0, 2, 3)),
                new Stack(1, List.of(0, 2)),
                new Stack(4, List.of(3)));
        assertThat(text(profile))
                .isEqualTo("[all Java threads, run, flush, write, read] [0,12,[1,8,[2,6,[3,5]],[4,2]],[3,4]]");
    }

    @Test
    void whatIsBelowAThousandthIsJoined() {
        var profile = profile(
                FRAMES,
                new Stack(2000, List.of(0, 1)),
                new Stack(1, List.of(0, 2, 3)),
                new Stack(1, List.of(0, 4)),
                new Stack(3, List.of(3)));
        assertThat(text(profile))
                .isEqualTo("[all Java threads, run, read, others, write] [0,2005,[1,2002,[2,2000],[3,2]],[4,3]]");
    }

    /** A deep stack for each of many methods, all equally often. */
    @Test
    void manyFramesAreThinnedUntilTheyAreFew() {
        var names = new ArrayList<String>();
        var stacks = new ArrayList<Stack>();
        for (int method = 0; method < 900; method++) {
            int first = names.size();
            IntStream.range(0, 30).forEach(depth -> names.add("m" + names.size()));
            int samples = method == 0 ? 90 : 1;
            stacks.add(new Stack(
                    samples, IntStream.range(first, first + 30).boxed().toList()));
        }
        var tree = FrameTree.of(profile(names, stacks.toArray(Stack[]::new))).json(new LinkedHashMap<>());
        assertThat(frames(tree)).isEqualTo(1 + 30 + 1); // the hot one in full, all others as one
        assertThat(tree.path(3).path(1).asInt()).isEqualTo(899);
    }

    private static int frames(JsonNode tree) {
        int frames = 1;
        for (int i = 2; i < tree.size(); i++) {
            frames += frames(tree.path(i));
        }
        return frames;
    }
}
