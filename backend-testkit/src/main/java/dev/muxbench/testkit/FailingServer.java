package dev.muxbench.testkit;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A chat in which a call of the core fails when it must, once. Threads: any. */
public final class FailingServer implements Server {
    private final ChatServer chat;
    private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final AtomicBoolean mustFail = new AtomicBoolean();
    private final String call;
    private final String thread;

    /** What the core must never do. */
    public static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param call   the name of a method of {@link Server}, {@link Loop} or {@link Inbound}
     * @param thread how the name of the thread ends that it fails in; empty for any
     */
    public FailingServer(ServerConfig config, String call, String thread) {
        this.chat = new ChatServer(config);
        this.call = call;
        this.thread = thread;
    }

    /** From now on: the next call fails. */
    public void failOnce() {
        mustFail.set(true);
    }

    /** That it was told of. */
    public Queue<Throwable> failures() {
        return failures;
    }

    private void failIfDue(String called) {
        if (called.equals(call) && Thread.currentThread().getName().endsWith(thread) && mustFail.getAndSet(false)) {
            throw new Fault();
        }
    }

    private <T> T failing(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    failIfDue(method.getName());
                    try {
                        var result = method.invoke(real, arguments);
                        return result instanceof Inbound session ? failing(Inbound.class, session) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public Loop openLoop(Waker waker) {
        failIfDue("openLoop");
        return failing(Loop.class, chat.openLoop(waker));
    }

    @Override
    public Duration lingerTimeout() {
        return chat.lingerTimeout();
    }

    @Override
    public void fail(Throwable cause) {
        failures.add(cause);
    }
}
