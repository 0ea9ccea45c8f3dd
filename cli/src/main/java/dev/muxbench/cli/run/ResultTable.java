package dev.muxbench.cli.run;

import dev.muxbench.load.LoadReport;
import dev.muxbench.results.Median;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The figures that people see: medians over the rounds.
 *
 * <p>Threads: one.
 */
final class ResultTable {
    private final List<Trial> trials;

    ResultTable(List<Trial> trials) {
        this.trials = trials;
    }

    void print(List<String> backends, List<Integer> clients, PrintWriter out) {
        line(out, "", "", "deliveries/s", "server CPU", "server RSS", "p50 ms", "p99 ms", "p99.9 ms", "max ms");
        line(out, "backend", "clients", "(saturate)", "ns/delivery", "MiB", "(steady)", "", "", "");
        for (int count : clients) {
            for (var backend : backends) {
                printRow(backend, count, out);
            }
        }
        out.flush();
    }

    private void printRow(String backend, int clients, PrintWriter out) {
        line(
                out,
                backend,
                String.valueOf(clients),
                cell("%,.0f", median(backend, clients, Scenario.SATURATE, LoadReport::deliveriesPerSecond)),
                cell("%.0f", serverMedian(backend, clients, Trial::serverCpuNanosPerDelivery)),
                cell("%.0f", serverMedian(backend, clients, ResultTable::residentMebibytes)),
                percentile(backend, clients, 50),
                percentile(backend, clients, 99),
                percentile(backend, clients, 99.9),
                cell(
                        "%.2f",
                        median(
                                backend,
                                clients,
                                Scenario.STEADY,
                                report -> report.latencyNanos().getMaxValue() / 1e6)));
    }

    private static void line(PrintWriter out, Object... cells) {
        out.printf("%-18s %7s %14s %11s %11s %9s %9s %9s %9s%n", cells);
    }

    private String percentile(String backend, int clients, double percentile) {
        return cell(
                "%.2f",
                median(
                        backend,
                        clients,
                        Scenario.STEADY,
                        report -> report.latencyNanos().getValueAtPercentile(percentile) / 1e6));
    }

    private double median(String backend, int clients, String scenario, ToDoubleFunction<LoadReport> figure) {
        return Median.of(trials.stream()
                .filter(trial -> trial.backend().equals(backend) && trial.clients() == clients)
                .filter(trial -> trial.scenario().equals(scenario))
                .map(Trial::report)
                .filter(Objects::nonNull)
                .filter(report -> report.latencyNanos().getTotalCount() > 0)
                .map(figure::applyAsDouble)
                .toList());
    }

    private double serverMedian(String backend, int clients, ToDoubleFunction<Trial> figure) {
        return Median.of(trials.stream()
                .filter(trial -> trial.backend().equals(backend) && trial.clients() == clients)
                .filter(trial -> trial.scenario().equals(Scenario.SATURATE) && trial.report() != null)
                .map(figure::applyAsDouble)
                .toList());
    }

    private static double residentMebibytes(Trial trial) {
        return trial.serverResidentBytes() == 0 ? Double.NaN : trial.serverResidentBytes() / (double) (1 << 20);
    }

    /** A figure that does not exist is a dash, never 0. */
    private static String cell(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
