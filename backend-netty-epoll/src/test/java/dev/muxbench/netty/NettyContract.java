package dev.muxbench.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.testkit.BackendContract;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;

/** The contract, with each buffer of Netty's watched: one that is collected without having been released is a leak. */
abstract class NettyContract extends BackendContract {
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetector.setLevel(Level.PARANOID); // before the first buffer
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ListeningFactory());
    }

    NettyContract(BackendProvider provider) {
        super(provider);
    }

    private static final class ListeningFactory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // abstract in its superclass
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            var detector = new ResourceLeakDetector<T>(resource, samplingInterval);
            detector.setLeakListener((type, records) -> LEAKS.add(type + " " + records));
            return detector;
        }
    }

    @AfterAll
    static void nothingLeaked() {
        reportLeaks();
        assertThat(LEAKS).isEmpty();
    }

    /** Leaks are found by the collector, and reported when the next buffer is made. */
    private static void reportLeaks() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
        }
    }

    /** The detector itself works: a test that cannot fail proves nothing. */
    static List<String> leaksOf(Runnable work) throws InterruptedException {
        work.run();
        for (int i = 0; i < 50 && LEAKS.isEmpty(); i++) {
            reportLeaks();
            Thread.sleep(20);
        }
        var found = List.copyOf(LEAKS);
        LEAKS.clear();
        return found;
    }

    static void leak() {
        ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(64);
        lost.writeByte(1);
    }
}
