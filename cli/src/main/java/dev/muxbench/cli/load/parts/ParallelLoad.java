package dev.muxbench.cli.load.parts;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.load.folder.LoadSubject;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.net.LocalPorts;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import dev.muxbench.load.record.Seconds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * A load by several processes on this machine, a part each. They begin together, once the clients of all are connected; if one fails
 * or dies the others are ended, and the load has failed.
 *
 * <p>Threads: as {@link Load} says.
 */
final class ParallelLoad implements Load {
    private static final Duration NOTICE = Duration.ofMillis(500); // to tell all of them when they begin

    private record News(PartProcess part, Optional<PartMessage> message) {}

    private final LoadSubject subject;
    private final int processes;
    private final LoadListener listener;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final List<PartProcess> parts = new CopyOnWriteArrayList<>();
    private final Seconds seconds;
    private boolean begun;
    private volatile boolean stopped;

    /** @param subject whose {@code part} is the whole, with the name of the run */
    ParallelLoad(LoadSubject subject, int processes, LoadListener listener) {
        this.subject = subject;
        this.processes = processes;
        this.listener = listener;
        this.seconds = new Seconds(processes, listener::onInterval);
    }

    @Override
    public void stop() {
        stopped = true;
        parts.forEach(PartProcess::stop);
    }

    @Override
    public void endEarly(String why) {
        parts.forEach(part -> part.endEarly(why));
    }

    @Override
    public LoadResult run() throws InterruptedException {
        try {
            startAll();
            while (reports().size() < processes) {
                take(news.take());
            }
            return LoadResult.merged(subject.whole(), reports());
        } catch (IOException e) {
            throw new CommandFailure("cannot start a process: " + e.getMessage());
        } finally {
            parts.forEach(PartProcess::close);
        }
    }

    /** The parts share this machine's ports, and each of them counts its own clients only. */
    private void startAll() throws IOException {
        var whole = subject.whole();
        var shortage = LocalPorts.current()
                .shortage(whole.targets().addresses().getFirst().getAddress(), whole.clients());
        if (shortage.isPresent()) {
            throw new CommandFailure(shortage.get());
        }
        for (int number = 1; number <= processes && !stopped; number++) {
            var part = new Part(
                    subject.part().run(), number, processes, subject.part().rooms());
            parts.add(PartProcess.start(whole, part, (process, message) -> news.add(new News(process, message))));
        }
        if (stopped) {
            throw new CommandFailure("stopped while connecting, nothing was measured");
        }
    }

    private List<LoadReport> reports() {
        return parts.stream().flatMap(part -> Stream.ofNullable(part.report)).toList();
    }

    private void take(News next) throws InterruptedException {
        var part = next.part();
        if (next.message().isEmpty()) {
            requireReport(part);
            return;
        }
        switch (next.message().get()) {
            case PartMessage.Connecting(var ready, var clients) -> {
                part.ready = ready;
                onConnecting();
            }
            case PartMessage.Standing(var status) -> {
                part.status = status;
                listener.onStatus(status());
            }
            case PartMessage.Elapsed(var interval) -> {
                seconds.add(part.part.number() - 1, interval);
            }
            case PartMessage.Draining(var missing) -> {
                part.missing = missing;
                listener.onDraining(
                        parts.stream().mapToLong(each -> each.missing).sum());
            }
            case PartMessage.Done(var report) -> {
                part.report = report;
                seconds.end(part.part.number() - 1);
            }
            case PartMessage.Failed(var reason) -> throw failure(part.part + ": " + reason);
        }
    }

    private void requireReport(PartProcess part) throws InterruptedException {
        if (part.report == null) {
            throw failure(part.part + " has died, " + part.causeOfDeath());
        }
    }

    /** Ctrl-C reaches all processes at the terminal; one that has not begun dies of it. */
    private CommandFailure failure(String reason) {
        return new CommandFailure(stopped && !begun ? "stopped while connecting, nothing was measured" : reason);
    }

    private void onConnecting() {
        int ready = parts.stream().mapToInt(part -> part.ready).sum();
        listener.onConnecting(ready, subject.whole().clients());
        if (ready == subject.whole().clients() && !begun) {
            begun = true;
            begin();
        }
    }

    private void begin() {
        var now = Instant.now();
        var start = subject.startAt().orElse(now.plus(NOTICE));
        listener.onWaiting(Duration.between(now, start));
        parts.forEach(part -> part.startAt(start.plus(part.part.delay(subject.whole()))));
    }

    private LoadStatus status() {
        return parts.stream().map(part -> part.status).reduce(LoadStatus.NONE, LoadStatus::plus);
    }
}
