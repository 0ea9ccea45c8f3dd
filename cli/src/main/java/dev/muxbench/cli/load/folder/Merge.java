package dev.muxbench.cli.load.folder;

import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.plan.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one folder of those of all parts of a load. Counts are added, histograms merged as histograms: percentiles are those of all
 * values together.
 *
 * <p>Threads: one.
 */
public final class Merge {
    private static final List<String> COMPARED_ENVIRONMENT =
            List.of("cpu", "cores", "cpuQuota", "memory", "os", "kernel", "jdk", "stealSecondsDuringRun");

    private final List<PartFolder> parts;
    private final PartFolder first;

    private Merge(List<PartFolder> parts) {
        this.parts = parts;
        this.first = parts.getFirst();
    }

    /**
     * Reads folders.
     *
     * @throws IOException with a message for the user if one cannot be read, or they are not all parts of one load
     */
    public static Merge of(List<Path> folders) throws IOException {
        var parts = new ArrayList<PartFolder>();
        for (var folder : folders) {
            parts.add(PartFolder.read(folder));
        }
        requireOneLoad(parts);
        parts.sort(Comparator.comparingInt(folder -> folder.part().number()));
        return new Merge(parts);
    }

    private static void requireOneLoad(List<PartFolder> parts) throws IOException {
        var first = parts.getFirst();
        var paths = new LinkedHashMap<Integer, Path>();
        for (var folder : parts) {
            var difference = first.differenceTo(folder);
            if (difference.isPresent()) {
                throw new IOException(
                        first.path() + " and " + folder.path() + " do not belong together: " + difference.get());
            }
            var twin = paths.put(folder.part().number(), folder.path());
            if (twin != null) {
                throw new IOException(folder.part() + " is there twice: " + twin + " and " + folder.path());
            }
        }
        for (int number = 1; number <= first.part().of(); number++) {
            if (!paths.containsKey(number)) {
                throw new IOException(
                        new Part(first.part().run(), number, first.part().of()) + " of run "
                                + first.part().run() + " is missing");
            }
        }
    }

    /**
     * Writes the merged folder.
     *
     * @return what the load has shown
     * @throws IOException with a message for the user
     */
    public LoadResult write(Path to) throws IOException {
        var subject = new LoadSubject(
                first.topic(),
                first.trial().backend(),
                first.target(),
                first.whole(),
                Part.WHOLE,
                Optional.of(first.start()));
        var result = LoadResult.merged(
                first.whole(), parts.stream().map(PartFolder::report).toList());
        try (var folder =
                LoadFolder.create(to, subject, Map.of("run", first.part().run(), "parts", verdicts()))) {
            folder.recorder().begin(first.start().toEpochMilli());
            new MergedSeries(parts).forEach(folder.recorder()::onInterval);
            folder.finish(result, environment(), Map.of());
        }
        return result;
    }

    private Map<String, Object> verdicts() {
        var map = new LinkedHashMap<String, Object>();
        for (var folder : parts) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("folder", folder.path().toString());
            entry.put("started", folder.trial().started());
            entry.put("verdict", folder.files().verdict());
            entry.put("reasons", folder.files().reasons());
            map.put(String.valueOf(folder.part().number()), entry);
        }
        return map;
    }

    /** The first part's, and what is different on others' machines. */
    private Map<String, Object> environment() {
        var map = new LinkedHashMap<String, Object>();
        var base = first.files().environment();
        base.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        for (var folder : parts) {
            var others = folder.files().environment();
            var different = new LinkedHashMap<String, Object>();
            for (var name : COMPARED_ENVIRONMENT) {
                if (!others.path(name).equals(base.path(name))) {
                    different.put(name, others.path(name));
                }
            }
            if (!different.isEmpty()) {
                map.put(folder.part().toString(), different);
            }
        }
        return map;
    }

    /** Files of the parts that are missing or damaged, as far as they have been looked at. */
    public List<String> damage() {
        return parts.stream()
                .map(PartFolder::files)
                .flatMap(files -> files.damage().stream().map(text -> files.name() + ": " + text))
                .toList();
    }
}
