package dev.muxbench.load.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxTest {
    private static final int EBADF = 9;

    @Test
    void whatFailsSaysWhy() {
        try (var arena = Arena.ofConfined()) {
            var linux = new Linux(arena);
            assertThat(linux.epollWait(-1, arena.allocate(64), 1, 0)).isEqualTo(-1);
            assertThat(linux.errno()).isEqualTo(EBADF);
            assertThat(linux.failure("epoll_wait")).hasMessageContaining("(epoll_wait)");
        }
    }
}
