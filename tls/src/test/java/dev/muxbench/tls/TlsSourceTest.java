package dev.muxbench.tls;

import static dev.muxbench.tls.TestFiles.file;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** New files, too many handshakes, and what is logged. */
class TlsSourceTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(TlsSource.class);

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private long changes;

    @BeforeEach
    void listen() {
        logged.start();
        LOG.setLevel(Level.INFO);
        LOG.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        LOG.detachAppender(logged);
        LOG.setLevel(null);
    }

    private List<String> log() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Path put(String name, String by) throws IOException {
        var file = Files.write(folder.resolve(name), Files.readAllBytes(file(by)));
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + ++changes));
    }

    private TlsSource source() throws IOException, TlsProblem {
        var files = new TlsFiles(put("cert", "server.pem"), put("key", "server.key"), null);
        return TlsSource.load(files, Duration.ofSeconds(1), 2);
    }

    @Test
    void aChangeIsTakenUpOnceItHasSettled() throws IOException, TlsProblem {
        var source = source();
        var before = source.current();
        source.reloadIfChanged();
        assertThat(source.current()).isSameAs(before);
        put("cert", "expired.pem");
        source.reloadIfChanged();
        put("key", "expired.key");
        source.reloadIfChanged();
        assertThat(source.current()).isSameAs(before);
        source.reloadIfChanged();
        assertThat(source.current().chain()[0].getNotAfter()).hasYear(2001);
        assertThat(log()).hasSize(2).element(1).asString().endsWith("has expired on 2001-01-01T00:00:00Z");
    }

    @Test
    void ofAWrongFileOneLineIsLoggedAndWhatWasThereStays() throws IOException, TlsProblem {
        var source = source();
        var before = source.current();
        put("key", "rsa.key");
        for (int i = 0; i < 5; i++) {
            source.reloadIfChanged();
        }
        assertThat(source.current()).isSameAs(before);
        assertThat(log()).singleElement().asString().contains("stays as it was", "does not belong");
        put("key", "server.key");
        source.reload();
        assertThat(source.current()).isNotSameAs(before);
    }

    @Test
    void thereAreOnlySoManyHandshakes() throws IOException, TlsProblem {
        var source = source();
        assertThat(source.beginHandshake()).isTrue();
        assertThat(source.beginHandshake()).isTrue();
        assertThat(source.beginHandshake()).isFalse();
        source.endHandshake();
        assertThat(source.beginHandshake()).isTrue();
    }

    @Test
    void failuresDoNotFloodTheLog() throws IOException, TlsProblem {
        var source = source();
        for (int i = 0; i < 1000; i++) {
            source.onFailure("someone", new SSLException("evil\u001b[2J\nwords"));
        }
        assertThat(log()).hasSizeLessThan(100).first().isEqualTo("no TLS with someone: evil?[2J?words");
    }

    @Test
    void failuresAreToldInWords() {
        assertThat(FailureLog.inWords(new EOFException())).isEqualTo("it has closed the connection");
        assertThat(FailureLog.inWords(new SSLException("Unsupported or unrecognized SSL message")))
                .isEqualTo("it does not speak TLS");
        assertThat(FailureLog.inWords(new SSLException("outer", new SSLException("inner"))))
                .isEqualTo("inner");
    }
}
