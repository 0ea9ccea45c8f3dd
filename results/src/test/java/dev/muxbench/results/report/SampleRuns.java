package dev.muxbench.results.report;

import dev.muxbench.results.Figure;
import dev.muxbench.results.Profile;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunFixture;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs as they come: whole, damaged, tiny, huge. Threads: one. */
final class SampleRuns {
    static final String[] BACKENDS = {
        "nio", "netty-io_uring", "netty-epoll", "netty-nio", "virtual-threads", "platform-threads", "own"
    };

    private SampleRuns() {}

    /** Seven backends, so many epochs; the last one has failed. */
    static RunFiles whole(Path folder, int epochs, int seconds) throws IOException {
        var run = new RunFixture(folder, BACKENDS)
                .ask(RunFixture.question("saturate", Figure.DELIVERIES_PER_SECOND, List.of()))
                .ask(RunFixture.question("against-rate", Figure.LATENCY_P99, List.of(50.0, 100.0, 200.0)))
                .verdict("FAILED", "own: epoch 1: <img src=x onerror=\"document.title='markup'\">");
        var random = new Random(1);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (var backend : BACKENDS) {
                if (backend.equals("own")) {
                    run.trial("saturate", backend, null, epoch, Trial.FAILED, Map.of());
                } else {
                    add(run, "saturate", backend, null, epoch, seconds, random);
                    for (double rate : new double[] {50, 100, 200}) {
                        add(run, "against-rate", backend, rate, epoch, 2, random);
                    }
                }
            }
        }
        return RunFiles.open(folder);
    }

    private static void add(
            RunFixture run,
            String scenario,
            String backend,
            @Nullable Double rate,
            int epoch,
            int seconds,
            Random random)
            throws IOException {
        var figures = Map.of(
                Figure.DELIVERIES_PER_SECOND,
                6.78e6 * (1 + 0.02 * random.nextGaussian()),
                Figure.SERVER_CPU,
                70 + 3 * random.nextGaussian(),
                Figure.LINES_PER_SEND,
                400.0,
                Figure.LATENCY_P99,
                9e6 + 1e6 * random.nextDouble());
        var trial = run.trial(scenario, backend, rate, epoch, Trial.VALID, figures);
        run.histograms(trial, 900, 2, 90, 7, 10, 12);
        run.series(trial, seconds);
    }

    /** Six backends and three scenarios, each with a profile of so many methods but the last, whose server is no JVM. */
    static RunFiles profiled(Path folder, int methods) throws IOException {
        var run = new RunFixture(folder, Arrays.copyOf(BACKENDS, 6));
        var random = new Random(3);
        for (var scenario : List.of("saturate", "idle", "talk")) {
            run.ask(RunFixture.question(scenario, Figure.DELIVERIES_PER_SECOND, List.of()));
            for (int i = 0; i < 5; i++) {
                add(run, scenario, BACKENDS[i], null, 1, 3, random);
                run.folder().writeProfile(new Trial.Cell(scenario, BACKENDS[i], 10, null), profile(methods, random));
            }
            add(run, scenario, BACKENDS[5], null, 1, 3, random);
            run.folder()
                    .writeProfile(new Trial.Cell(scenario, BACKENDS[5], 10, null), Profile.unavailable("it is no JVM"));
        }
        run.verdict("VALID");
        return RunFiles.open(folder);
    }

    /** Stacks of 30 out of so many methods, in a loop whose name is markup. */
    private static Profile profile(int methods, Random random) {
        var frames = new ArrayList<String>();
        frames.add("dev.muxbench.Loop.<img src=x onerror=\"document.title='markup'\">");
        IntStream.range(0, methods).forEach(i -> frames.add("dev.muxbench.some.packages.SomeLongClass.method" + i));
        var stacks = new ArrayList<Profile.Stack>();
        stacks.add(new Profile.Stack(50, List.of(0)));
        for (int i = 0; i < methods; i++) {
            var stack = new ArrayList<>(List.of(0));
            random.ints(30, 1, frames.size()).forEach(stack::add);
            stacks.add(new Profile.Stack(1 + random.nextInt(20), stack));
        }
        int samples = stacks.stream().mapToInt(Profile.Stack::samples).sum();
        return new Profile(null, "VALID", samples + 7, 12, 7, frames, stacks);
    }

    /** It was asked for, and no trial has ended. */
    static RunFiles without(Path folder) throws IOException {
        new RunFixture(folder, "nio", "netty-epoll")
                .ask(RunFixture.question("saturate", Figure.DELIVERIES_PER_SECOND, List.of()));
        return RunFiles.open(folder);
    }

    /** One backend, one trial. */
    static RunFiles one(Path folder) throws IOException {
        var run = new RunFixture(folder, "nio")
                .ask(RunFixture.question("saturate", Figure.DELIVERIES_PER_SECOND, List.of()))
                .verdict("VALID");
        add(run, "saturate", "nio", null, 1, 3, new Random(2));
        return RunFiles.open(folder);
    }

    /** A backend, one that does not say what it sends, and the kernel alone with 16 and 64 lines a send. */
    static RunFiles besideKernel(Path folder) throws IOException {
        var run = new RunFixture(folder, "nio", "redis", "limit-16", "limit-64")
                .ask(RunFixture.question("saturate", Figure.SERVER_CPU, List.of()))
                .verdict("VALID");
        run.call("limit-16", "limit --batch 16");
        run.call("limit-64", "limit --batch 64");
        for (int epoch = 1; epoch <= 2; epoch++) {
            addSends(run, "nio", epoch, 2000, 75);
            addSends(run, "limit-16", epoch, 1000, 100);
            addSends(run, "limit-64", epoch, 4000, 25);
            run.trial("saturate", "redis", null, epoch, Trial.VALID, Map.of(Figure.SERVER_CPU, 100.0));
        }
        return RunFiles.open(folder);
    }

    private static void addSends(RunFixture run, String backend, int epoch, double bytes, double nanos)
            throws IOException {
        var figures = Map.of(Figure.BYTES_PER_SEND, bytes, Figure.SERVER_CPU, nanos);
        run.trial("saturate", backend, null, epoch, Trial.VALID, figures);
    }

    /** JMH's, with an error that is larger than its score, one that does not exist, a score that does not, and secondary metrics. */
    static RunFiles jmh(Path folder) throws IOException {
        new RunFixture(folder, "nio")
                .ask(RunFixture.question("none", Figure.SERVER_CPU, List.of()))
                .verdict("VALID");
        Files.writeString(folder.resolve("jmh.json"), """
                [{"benchmark": "dev.x.FramingBenchmark.muxbench", "mode": "avgt", "params": {"bytes": "64"},
                  "primaryMetric": {"score": 18.1, "scoreError": 40.8, "scoreUnit": "ns/op", "rawData": [[17, 19]]},
                  "secondaryMetrics": {
                    "gc.alloc.rate.norm": {"score": 24, "scoreError": 0.5, "scoreUnit": "B/op", "rawData": [[24, 24]]},
                    "gc.count": {"score": 3, "scoreError": "NaN", "scoreUnit": "counts", "rawData": [[1, 2]]}}},
                 {"benchmark": "dev.x.FramingBenchmark.muxbench", "mode": "avgt", "threads": 4, "params": {"bytes": "64"},
                  "primaryMetric": {"score": "+INF", "scoreError": "NaN", "scoreUnit": "ns/op", "rawData": [["+INF", 2]]}},
                 {"benchmark": "dev.x.FramingBenchmark.naive", "mode": "avgt", "params": {"bytes": "64"},
                  "primaryMetric": {"score": 58, "scoreError": "NaN", "scoreUnit": "ns/op", "rawData": [[58]]}},
                 {"benchmark": "dev.x.LatencyBenchmark.last", "mode": "sample",
                  "primaryMetric": {"score": 5, "scoreError": 1, "scoreUnit": "us/op",
                    "scorePercentiles": {"50.0": 4, "99.0": 9},
                    "rawDataHistogram": [[[[4, 3], [9, 1]]]]}}]
                """);
        return RunFiles.open(folder);
    }
}
