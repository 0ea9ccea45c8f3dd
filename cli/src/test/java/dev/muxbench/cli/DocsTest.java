package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point at exists. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)#\\s]+)[^)]*\\)");

    static List<Path> documents() throws IOException {
        try (var docs = Files.walk(ROOT.resolve("docs"));
                var top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFileOfThatName(Path document) throws IOException {
        var links = LINK.matcher(Files.readString(document)).results().toList();
        for (var link : links) {
            var target = link.group(2);
            if (target.contains("://")) {
                continue;
            }
            var file = document.resolveSibling(target).normalize();
            assertThat(file)
                    .as("%s links to %s", document.getFileName(), target)
                    .exists();
            if (target.endsWith(".java")) {
                assertThat(file.getFileName()).hasToString(link.group(1) + ".java");
            }
        }
        if (document.endsWith("architecture.md")) {
            assertThat(links).hasSizeGreaterThan(15);
        }
    }
}
