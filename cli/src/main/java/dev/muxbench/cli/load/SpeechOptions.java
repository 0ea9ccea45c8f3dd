package dev.muxbench.cli.load;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.option.LineSizes;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Corpus;
import dev.muxbench.load.text.Texts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for what the server speaks, and what the lines of {@code muxbench load} say. */
final class SpeechOptions {
    private static final int DEFAULT_BYTES = 64;
    private static final int DEFAULT_CORPUS_BYTES = 1024;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            converter = ProtocolConverter.class,
            description =
                    "what the server speaks: chat, redis (pub/sub), nats, irc, or one that a jar on the class path adds")
    private Protocol protocol = Protocols.CHAT;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = LineSizes.Converter.class,
            description =
                    "bytes of a line's text (default: 64), or of the shortest and the longest, such as 64..1KiB; with"
                            + " --corpus of the longest (default: 1024, or what the protocol allows)")
    private @Nullable LineSizes sizes;

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            description = "lines of UTF-8 text to send, each behind a header of 40 bytes")
    private @Nullable Path corpus;

    private static final class ProtocolConverter implements ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String name) {
            return Protocols.named(name)
                    .orElseThrow(() -> new TypeConversionException("no protocol is called " + name + "; there are: "
                            + Protocols.all().stream().map(Protocol::name).collect(Collectors.joining(", "))));
        }
    }

    Protocol protocol() {
        return protocol;
    }

    /** Returns whether the lines are those of a file. */
    boolean isReal() {
        return corpus != null;
    }

    /** Returns the bytes of the longest line. */
    int lineBytes() {
        if (sizes != null) {
            return LineSizes.toInt(sizes.most());
        }
        return corpus == null ? DEFAULT_BYTES : Math.min(DEFAULT_CORPUS_BYTES, protocol.mostTextBytes());
    }

    /**
     * Reads the corpus, if there is one.
     *
     * @param seed of what is random
     * @param out  is told what was read
     * @throws IllegalArgumentException with the flag and what is wrong with it
     */
    Speech read(long seed, PrintWriter out) {
        if (corpus != null) {
            return new Speech(protocol, new Texts.Real(read(corpus, out)));
        }
        return new Speech(
                protocol,
                sizes != null && sizes.isRange()
                        ? new Texts.Between(LineSizes.toInt(sizes.least()), seed)
                        : new Texts.Even());
    }

    private Corpus read(Path file, PrintWriter out) {
        if (sizes != null && sizes.isRange()) {
            throw new IllegalArgumentException("size must be one size with --corpus, that of the longest line");
        }
        try {
            var read = Corpus.read(file, lineBytes());
            out.println(describe(file, read));
            out.flush();
            return read;
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": "
                    + (Files.exists(file) ? e.getMessage() : "no such file") + " (--corpus)");
        }
    }

    private static String describe(Path file, Corpus corpus) {
        var out = corpus.leftOut();
        return String.format(
                Locale.ROOT,
                "%s: %,d lines%s; left out: %,d empty, %,d not UTF-8, %,d with control characters, %,d too long",
                file,
                corpus.lines(),
                corpus.isComplete() ? "" : ", the rest does not fit",
                out.empty(),
                out.malformed(),
                out.control(),
                out.tooLong());
    }
}
