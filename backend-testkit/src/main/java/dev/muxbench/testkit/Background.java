package dev.muxbench.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Something that a test does meanwhile; made by {@link World#run}. Threads: any. */
final class Background implements Runnable {
    private static final Duration PATIENCE = World.PATIENCE.multipliedBy(2);

    private final World world;
    private final Runnable task;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    Background(World world, Runnable task) {
        this.world = world;
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
            result.complete(null);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    boolean isDone() {
        return result.isDone();
    }

    /** Waits for its end; fails if it has failed. */
    void join() {
        world.await(PATIENCE, result::isDone);
        result.join();
    }
}
