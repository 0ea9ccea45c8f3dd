package dev.muxbench.experiment;

import dev.muxbench.results.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A new process of each contestant, from its start to its end, under one load after the other, in a random order.
 *
 * <p>Threads: the run's.
 */
final class Epoch {
    private final int number;
    private final Group group;
    private final Bench bench;
    private final double budgetSeconds;
    private final List<Running> servers = new ArrayList<>();

    /** @param budgetSeconds for this epoch */
    Epoch(int number, Group group, Bench bench, double budgetSeconds) {
        this.number = number;
        this.group = group;
        this.bench = bench;
        this.budgetSeconds = budgetSeconds;
    }

    /** @throws IOException if results cannot be written */
    void run() throws IOException, InterruptedException {
        double end = bench.secondsSinceStart() + budgetSeconds;
        try {
            start();
            int left = group.settings().size();
            for (var setting : bench.shuffled(group.settings())) {
                new Heat(number, setting, servers, bench, (end - bench.secondsSinceStart()) / left--).run();
            }
            if (bench.plan().profiled() && bench.isLast(number)) {
                profile();
            }
        } finally {
            servers.forEach(Running::close);
        }
    }

    private void start() throws IOException, InterruptedException {
        for (var contestant : bench.shuffled(bench.plan().contestants())) {
            var cells = bench.cellsOf(contestant, group);
            if (!bench.isStopped() && !cells.isEmpty()) {
                try {
                    servers.add(new Running(contestant, bench.start(contestant, group, number)));
                } catch (Server.StartFailure e) {
                    for (var cell : cells) {
                        bench.log().add(failedToStart(cell, String.valueOf(e.getMessage())));
                        bench.leaveOut(cell, "it did not start");
                    }
                }
            }
        }
    }

    private void profile() throws IOException, InterruptedException {
        for (var setting : group.settings()) {
            for (var server : servers) {
                if (!bench.isStopped() && !bench.isOut(setting.cell(server.contestant()))) {
                    bench.profile(server, setting);
                }
            }
        }
    }

    private Trial failedToStart(Trial.Cell cell, String why) {
        return new Trial(
                cell.scenario(),
                cell.backend(),
                cell.clients(),
                cell.point(),
                number,
                0,
                false,
                Instant.now().toString(),
                Trial.FAILED,
                List.of(why),
                "",
                Map.of(),
                Map.of(),
                List.of());
    }
}
