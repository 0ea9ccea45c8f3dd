package dev.muxbench.cli.logs;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up logs. Logback finds this class by itself; {@code serve} may choose another format. Threads: the one that starts the process. */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final int WAITING_EVENTS = 1024;
    private static final String OURS = "dev.muxbench";
    private static final String NETTYS_LOADER = "io.netty.util.internal.NativeLibraryLoader";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        install(context, LogFormat.TEXT, LogLevel.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Uses a format and a level from now on. */
    public static void use(LogFormat format, LogLevel level) {
        if (format != LogFormat.TEXT || level != LogLevel.INFO) {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
            install(context, format, level);
        }
    }

    /** Writes what waits; nothing is logged any more. */
    public static void end() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
    }

    private static void install(LoggerContext context, LogFormat format, LogLevel level) {
        var encoder = format.newEncoder();
        encoder.setContext(context);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        var limit = new RepeatLimit(neverWaiting(context, console));
        limit.setContext(context);
        limit.start();
        context.getLogger(OURS).setLevel(level.ofOurs());
        context.getLogger(NETTYS_LOADER)
                .setLevel(Level.WARN); // "muxbench backends" says why a library cannot be loaded
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.ofOthers());
        root.addAppender(limit);
    }

    /** A log that nobody reads must not stop the chat: what finds no room is dropped. */
    private static Appender<ILoggingEvent> neverWaiting(
            LoggerContext context, ConsoleAppender<ILoggingEvent> appender) {
        var async = new AsyncAppender();
        async.setContext(context);
        async.setQueueSize(WAITING_EVENTS);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(appender);
        async.start();
        return async;
    }
}
