package dev.muxbench.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Something that a test does meanwhile. Threads: any. */
final class Background {
    private static final int PATIENCE_SECONDS = 120;
    private final CompletableFuture<Void> result;

    private Background(CompletableFuture<Void> result) {
        this.result = result;
    }

    /** Runs in a thread of its own. */
    static Background run(Runnable task) {
        var result = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().name("in the background").start(() -> {
            try {
                task.run();
                result.complete(null);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return new Background(result);
    }

    boolean isDone() {
        return result.isDone();
    }

    /** Waits for its end; fails if it has failed. */
    void join() {
        result.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
