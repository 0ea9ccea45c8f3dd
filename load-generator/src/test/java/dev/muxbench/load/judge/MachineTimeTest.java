package dev.muxbench.load.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTimeTest {
    /** What guests have used, the last two columns, is counted as user time already. */
    @Test
    void stealIsTheEighthOfEightColumns() {
        var time = MachineTime.of("cpu  67355 10 33473 56943 450 7 18828 313 999 888");
        assertThat(time)
                .isEqualTo(new MachineTime(313, 56943 + 450, 67355 + 10 + 33473 + 56943 + 450 + 7 + 18828 + 313));
    }

    @Test
    void itsShareIsOfAllCoresTime() {
        var before = new MachineTime(100, 200, 1000);
        var after = new MachineTime(130, 300, 1200);
        assertThat(after.stealShareSince(before)).hasValue(0.15);
        assertThat(after.stealSecondsSince(before)).isEqualTo(0.3);
        assertThat(after.idleShareSince(before)).hasValue(0.5);
    }

    @Test
    void whereItCannotBeToldThereIsNoShare() {
        var nothing = MachineTime.of("");
        assertThat(nothing).isEqualTo(new MachineTime(0, 0, 0));
        assertThat(nothing.stealShareSince(nothing)).isEmpty();
        assertThat(nothing.idleShareSince(nothing)).isEmpty();
    }
}
