package dev.muxbench.testkit;

import com.example.ExampleBackend;
import org.junit.jupiter.api.Nested;

class StandstillTest {
    @Nested
    class Standstill extends StandstillContract {
        Standstill() {
            super(new ExampleBackend());
        }
    }

    @Nested
    class OwnClock extends OwnClockContract {
        OwnClock() {
            super(new ExampleBackend());
        }
    }
}
