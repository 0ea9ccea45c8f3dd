package dev.muxbench.results;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Reads a recording of JDK Flight Recorder with samples of CPU time (JEP 509). Stacks that differ only in line numbers
 * are joined.
 *
 * <p>Threads: one.
 */
public final class ProfileRecording {
    /** Event of a sample: a thread has used the sampling interval's CPU time again. */
    public static final String SAMPLE = "jdk.CPUTimeSample";

    /** Event of lost samples: a thread was interrupted for a sample, but the buffer was full. */
    public static final String LOST = "jdk.CPUTimeSamplesLost";

    private static final Pattern ADDRESS = Pattern.compile("[./+]0x[0-9a-f]+"); // of a hidden class, such as a lambda's
    private static final String CUT = "(frames that were cut off)";

    private final Map<List<String>, Integer> counts = new LinkedHashMap<>();
    private int samples;
    private int lost;
    private int withoutStack;

    private ProfileRecording() {}

    /** @throws IOException if the recording is damaged */
    public static Profile read(Path file) throws IOException {
        var recording = new ProfileRecording();
        try (var events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                recording.add(events.readEvent());
            }
        }
        return Profile.of(recording.counts, recording.samples, recording.lost, recording.withoutStack);
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case SAMPLE -> addSample(event);
            case LOST -> lost += event.getInt("lostSamples");
            default -> {} // events that every recording has
        }
    }

    private void addSample(RecordedEvent event) {
        samples++;
        var stack = event.getStackTrace(); // null if the stack could not be read
        if (stack == null || stack.getFrames().isEmpty()) {
            withoutStack++;
        } else {
            counts.merge(names(stack), 1, Integer::sum);
        }
    }

    private static List<String> names(RecordedStackTrace stack) {
        var names = new ArrayList<String>();
        if (stack.isTruncated()) {
            names.add(CUT);
        }
        stack.getFrames().reversed().forEach(frame -> names.add(name(frame)));
        return List.copyOf(names);
    }

    private static String name(RecordedFrame frame) {
        var method = frame.getMethod();
        var name = method.getType().getName() + "." + method.getName();
        return ADDRESS.matcher(name).replaceAll("") + (Modifier.isNative(method.getModifiers()) ? Profile.NATIVE : "");
    }
}
