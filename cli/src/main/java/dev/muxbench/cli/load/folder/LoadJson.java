package dev.muxbench.cli.load.folder;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalDouble;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Plans, reports and intervals as JSON, whole: a report that is read back is the one that was written. Histograms are in HdrHistogram's
 * own compressed form, in Base64, as in its logs.
 *
 * <p>Threads: any.
 */
public final class LoadJson {
    public static final ObjectMapper MAPPER = mapper();

    private LoadJson() {}

    /** Which of them it is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kind {}

    private static ObjectMapper mapper() {
        var module = new SimpleModule();
        addText(module, Duration.class, Duration::toString, Duration::parse);
        addText(module, InetSocketAddress.class, LoadJson::write, LoadJson::readAddress);
        addText(module, Protocol.class, Protocol::name, LoadJson::readProtocol);
        addText(module, OptionalDouble.class, LoadJson::write, LoadJson::readDouble);
        addText(module, Histogram.class, LoadJson::write, LoadJson::readHistogram);
        var mapper = JsonMapper.builder()
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // a record's components are all that it is
                .addModule(module)
                .addMixIn(Arrivals.class, Kind.class)
                .addMixIn(Texts.class, Kind.class)
                .build();
        mapper.registerSubtypes(
                Arrivals.ConstantRate.class,
                Arrivals.ChangingRate.class,
                Arrivals.Poisson.class,
                Arrivals.Bursts.class,
                Arrivals.ClosedWindow.class,
                Arrivals.ThinkTime.class,
                Texts.Even.class,
                Texts.Between.class);
        return mapper;
    }

    private interface Writer<T> {
        String write(T value);
    }

    private interface Reader<T> {
        T read(String text) throws IOException;
    }

    private static <T> void addText(SimpleModule module, Class<T> type, Writer<T> writer, Reader<T> reader) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator to, SerializerProvider provider) throws IOException {
                to.writeString(writer.write(value));
            }
        });
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser from, DeserializationContext context) throws IOException {
                return reader.read(from.getText());
            }
        });
    }

    private static String write(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static InetSocketAddress readAddress(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Protocol readProtocol(String name) throws IOException {
        return Protocols.named(name).orElseThrow(() -> new IOException("no protocol is called " + name));
    }

    /** Empty for none. */
    private static String write(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }

    private static OptionalDouble readDouble(String text) throws IOException {
        try {
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IOException("'" + text + "' is no number", e);
        }
    }

    private static String write(Histogram histogram) {
        var bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static Histogram readHistogram(String text) throws IOException {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("a histogram is damaged", e);
        }
    }
}
