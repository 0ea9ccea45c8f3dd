package com.example;

import dev.muxbench.testkit.BackendContract;

/** All that it takes to test a backend. */
class ExampleBackendTest extends BackendContract {
    ExampleBackendTest() {
        super(new ExampleBackend());
    }
}
