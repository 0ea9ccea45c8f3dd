package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelFloorTest {
    private static KernelFloor floor(double... bytesAndNanos) {
        var batches = new ArrayList<KernelFloor.Batch>();
        for (int i = 0; i < bytesAndNanos.length; i += 2) {
            batches.add(new KernelFloor.Batch(bytesAndNanos[i], bytesAndNanos[i + 1]));
        }
        return new KernelFloor(batches);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 8000, '4,000 ns', x2.00",
        "200, 3000, '2,000 ns', x1.50",
        "400, 3000, '1,000 ns', x3.00", // a half of the way, by the logarithms of both
        "800, 1000, 500 ns, x2.00",
        "1600, 750, 250 ns, x3.00"
    })
    void aServerStandsBesideTheKernelAtItsOwnBytesPerSend(double bytes, double nanos, String kernel, String ratio) {
        var beside = floor(1600, 250, 100, 4000, 800, 500, 200, 2000).beside(new KernelFloor.Batch(bytes, nanos));
        assertThat(beside.kernel()).isEqualTo(kernel);
        assertThat(beside.ratio()).isEqualTo(ratio);
    }

    @Test
    void beyondWhatWasMeasuredItIsABound() {
        var floor = floor(100, 4000, 1000, 400);
        var above = floor.beside(new KernelFloor.Batch(2000, 600));
        assertThat(above.kernel()).isEqualTo("at most 400 ns");
        assertThat(above.ratio()).isEqualTo("at least x1.50");
        assertThat(above.size()).isEqualTo("2,000 bytes per send, above all that were measured");
        var below = floor.beside(new KernelFloor.Batch(50, 6000));
        assertThat(below.kernel()).isEqualTo("at least 4,000 ns");
        assertThat(below.ratio()).isEqualTo("at most x1.50");
    }

    /** At a low rate each send has one line, whatever was asked for. */
    @Test
    void sizesThatAreAlikeAreOne() {
        var floor = floor(73, 4000, 73.5, 5000, 74, 6250);
        assertThat(floor.batches()).hasSize(1);
        assertThat(floor.beside(new KernelFloor.Batch(75, 10_000)).kernel()).isEqualTo("5,000 ns");
    }

    @Test
    void oneSizeIsNoLine() {
        var floor = new KernelFloor(List.of(new KernelFloor.Batch(100, 1000)));
        assertThat(floor.beside(new KernelFloor.Batch(100, 1500)).ratio()).isEqualTo("x1.50");
        assertThat(floor.beside(new KernelFloor.Batch(200, 1500)).ratio()).isEqualTo("at least x1.50");
    }
}
