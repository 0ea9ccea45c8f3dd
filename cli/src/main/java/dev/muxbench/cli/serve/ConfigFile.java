package dev.muxbench.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A file of options and their values: YAML, or Java's properties if its name ends so.
 *
 * <p>Threads: any.
 */
final class ConfigFile {
    private static final String PROPERTIES = ".properties";
    private static final String WANTED = "not lines such as 'max-clients: 5000'";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS) // off is a word here
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The message says what is wrong with which file. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private ConfigFile() {}

    /** The values by their keys, in the order of the file. */
    static Map<String, String> read(Path file) throws Unreadable {
        try {
            var text = Files.readString(file);
            return file.toString().endsWith(PROPERTIES) ? properties(text) : yaml(text);
        } catch (NoSuchFileException e) {
            throw new Unreadable(file + " does not exist");
        } catch (CharacterCodingException e) {
            throw new Unreadable(file + " is not UTF-8");
        } catch (JsonProcessingException e) {
            var line =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            var duplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field ");
            throw new Unreadable(file + line + ": " + (duplicate ? e.getOriginalMessage() : WANTED));
        } catch (IOException e) {
            throw new Unreadable(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw new Unreadable(file + ": " + e.getMessage());
        }
    }

    private static Map<String, String> properties(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        var values = new LinkedHashMap<String, String>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(key -> values.put(key, properties.getProperty(key).trim()));
        return values;
    }

    private static Map<String, String> yaml(String text) throws IOException {
        var values = new LinkedHashMap<String, String>();
        var tree = YAML.readTree(text);
        if (tree.isMissingNode() || tree.isNull()) {
            return values; // nothing, or comments only
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException(WANTED);
        }
        for (var entry : tree.properties()) {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw new IllegalArgumentException("'" + entry.getKey() + "' must have one value");
            }
            values.put(entry.getKey(), entry.getValue().asText());
        }
        return values;
    }
}
