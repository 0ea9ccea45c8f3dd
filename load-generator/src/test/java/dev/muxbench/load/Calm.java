package dev.muxbench.load;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Short runs on a machine that may stand still for as long as they last. */
final class Calm {
    private static final long STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int TRIES = 10;

    private Calm() {}

    /** Runs again if the machine stood still meanwhile: then it has shown nothing. */
    static LoadReport run(Callable<LoadReport> once) throws Exception {
        return run(once, report -> true);
    }

    /** Likewise, or if what is to be looked at has not begun in so short a time: one core of two may have stood still. */
    static LoadReport run(Callable<LoadReport> once, Predicate<LoadReport> hasBegun) throws Exception {
        var report = once.call();
        for (int i = 1; i < TRIES && (stoodStill(report.conditions()) || !hasBegun.test(report)); i++) {
            report = once.call();
        }
        return report;
    }

    private static boolean stoodStill(Conditions conditions) {
        return conditions.watchedNanos() == 0 || conditions.wakeUpErrorNanos().getMaxValue() > STANDSTILL_NANOS;
    }
}
