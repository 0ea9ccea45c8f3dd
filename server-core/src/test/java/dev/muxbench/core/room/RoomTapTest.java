package dev.muxbench.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTapTest {
    private final RoomTap tap = new RoomTap();

    private void offer(String room, String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        tap.offer(room, bytes, bytes.length);
    }

    @Test
    void comesInOrderWithTheRoomsNames() throws InterruptedException {
        offer("lobby", "a> 1\n");
        offer("dev", "b> 2\n");
        assertThat(tap.take()).isEqualTo(new RoomTap.Batch(List.of("a> 1\n", "[dev] b> 2\n"), 0));
        offer("lobby", "a> 3\n");
        tap.end();
        assertThat(tap.take().lines()).containsExactly("a> 3\n");
        assertThat(tap.take().lines()).isEmpty();
    }

    @Test
    void whatFindsNoRoomIsCounted() throws InterruptedException {
        var line = "a> " + "x".repeat(1020) + "\n";
        for (int i = 0; i < 2000; i++) {
            offer("lobby", line);
        }
        var batch = tap.take();
        assertThat(batch.lines()).hasSize(1024);
        assertThat(batch.dropped()).isEqualTo(2000 - 1024);
        offer("lobby", line);
        assertThat(tap.take()).isEqualTo(new RoomTap.Batch(List.of(line), 0));
    }
}
