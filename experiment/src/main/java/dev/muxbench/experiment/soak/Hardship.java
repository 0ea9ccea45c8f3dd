package dev.muxbench.experiment.soak;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The hardship that a server must endure in a phase. */
enum Hardship {
    /** As many deliveries as the machine can make. */
    FAN_OUT(Fault.NONE) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 300 + random.nextInt(700));
            put(load, "in-flight", 64 << random.nextInt(4));
            put(load, "verify", 20);
        }
    },
    /** Small rooms in which everybody talks. */
    TALK(Fault.NONE) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            int rooms = 1 + random.nextInt(60);
            put(load, "clients", 10 * rooms);
            put(load, "senders", 10 * rooms);
            put(load, "rooms", rooms);
            put(load, "in-flight", 10 * rooms);
            load.put("size", "64..900");
        }
    },
    /** Members come and go, and sockets are opened and reset beside them. */
    CHURN(Fault.NONE) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 200 + random.nextInt(400));
            put(load, "senders", 20);
            put(load, "rooms", 1 + random.nextInt(20));
            put(load, "zipf", random.nextInt(2));
            put(load, "rate", 100 + random.nextInt(400));
            put(load, "churn", 50 + random.nextInt(200));
            put(load, "resets", 20 + random.nextInt(100));
        }
    },
    /** Readers that are slow, trickle, stand still or vanish. */
    BAD_READERS(Fault.NONE) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 200);
            put(load, "rate", 200 + random.nextInt(800));
            load.put("size", "64..900");
            put(load, "slow-readers", 1 + random.nextInt(10));
            put(load, "slow-rate", 4096 << random.nextInt(6));
            put(load, "stuck-readers", 1 + random.nextInt(10));
            put(load, "slowloris", 1 + random.nextInt(10));
            put(load, "half-open", random.nextInt(5));
        }
    },
    /** Clients that send as fast as the server takes it. */
    FLOOD(Fault.NONE) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 60);
            put(load, "rate", 50 + random.nextInt(100));
            put(load, "flooding", 1 + random.nextInt(3));
            put(load, "resets", 1 + random.nextInt(50));
        }
    },
    /** The server's process stands still for a while. */
    STANDSTILL(Fault.STOP_AND_CONTINUE) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 100 + random.nextInt(400));
            put(load, "rate", 50 + random.nextInt(200));
        }
    },
    /** The server is stopped, in order or not, and started again; its clients come back. */
    RESTART(Fault.RESTART) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 50 + random.nextInt(200));
            put(load, "rate", 50 + random.nextInt(100));
            put(load, "reconnect", 100);
        }
    },
    /** The server has no file descriptor left for a while. */
    NO_DESCRIPTORS(Fault.TAKE_DESCRIPTORS) {
        @Override
        void draw(RandomGenerator random, Map<String, String> load) {
            put(load, "clients", 50 + random.nextInt(100));
            put(load, "rate", 50 + random.nextInt(100));
        }
    };

    /** The fault that is done to the server itself. */
    enum Fault {
        NONE,
        STOP_AND_CONTINUE,
        RESTART,
        TAKE_DESCRIPTORS;

        /** Returns whether the phase has a server of its own, because the fault ends or spoils it. */
        boolean needsOwnServer() {
            return this == RESTART || this == TAKE_DESCRIPTORS;
        }
    }

    private final Fault fault;

    Hardship(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    abstract void draw(RandomGenerator random, Map<String, String> load);

    /** Returns options of {@code load}, without hyphens, and their values. */
    Map<String, String> load(RandomGenerator random) {
        var load = new LinkedHashMap<String, String>();
        load.put("warmup", "500ms");
        load.put("duration", "5s");
        draw(random, load);
        return load;
    }

    private static void put(Map<String, String> load, String option, int value) {
        load.put(option, String.valueOf(value));
    }
}
