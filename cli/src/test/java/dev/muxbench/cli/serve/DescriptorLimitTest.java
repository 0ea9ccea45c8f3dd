package dev.muxbench.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.core.config.ServerConfig;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
    private static final int RESERVE = DescriptorLimit.reserve(1, false);

    @Test
    void theLimitOfLinuxIsTheSoftOne() {
        var limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             31337                31337                processes
                Max open files            1024                 524288               files
                Max locked memory         8388608              8388608              bytes
                """;
        assertThat(DescriptorLimit.ofLinux(limits)).contains(new DescriptorLimit(1024));
        assertThat(DescriptorLimit.ofLinux(limits.replace("1024  ", "unlimited")))
                .contains(new DescriptorLimit(Long.MAX_VALUE));
        assertThat(DescriptorLimit.ofLinux("nothing")).isEmpty();
    }

    @Test
    void thisProcessHasOne() {
        assertThat(DescriptorLimit.ofThisProcess().most()).isPositive();
    }

    @Test
    void thereAreNeverMoreClientsThanDescriptorsForThem() {
        for (long most = RESERVE + 1L; most < RESERVE + 300; most++) {
            int clients = new DescriptorLimit(most).clients(100, RESERVE);
            assertThat(clients).isBetween(1, 100).isLessThanOrEqualTo((int) most - RESERVE);
        }
        assertThat(new DescriptorLimit(Long.MAX_VALUE).clients(10_000_000, RESERVE))
                .isEqualTo(10_000_000);
        assertThat(new DescriptorLimit(10_000 + RESERVE).clients(10_000, RESERVE))
                .isEqualTo(10_000);
        assertThat(new DescriptorLimit(9_999 + RESERVE).clients(10_000, RESERVE))
                .isEqualTo(9_999);
    }

    @Test
    void whereThereIsRoomForNobodyTheNumberThatIsNeededIsSaid() {
        for (long most : new long[] {0, 20, 40, RESERVE}) {
            assertThatThrownBy(() -> new DescriptorLimit(most).clients(10_000, RESERVE))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("this process may have " + most + " files open, and needs " + RESERVE
                            + " for itself; raise the limit: ulimit -n " + (10_000 + RESERVE)
                            + " makes room for 10000 clients");
        }
    }

    @Test
    void whatElseTheServerOpensCounts() {
        assertThat(DescriptorLimit.reserve(4, false)).isGreaterThan(RESERVE);
        assertThat(DescriptorLimit.reserve(1, true)).isGreaterThan(RESERVE + 64);
    }

    @Test
    void onlyTheNumberOfClientsChanges() {
        var asked = ServerConfig.defaults();
        assertThat(new DescriptorLimit(20_000).fit(asked, RESERVE)).isEqualTo(asked);
        assertThat(new DescriptorLimit(RESERVE + 7).fit(asked, RESERVE)).isEqualTo(asked.withMaxClients(7));
    }
}
