package dev.muxbench.cli.run;

import dev.muxbench.cli.option.CpuList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The CPUs of servers, and those that are left for the generator. Threads: any.
 *
 * @param forGenerator where the generator is to have what servers do not
 */
record ServerCpus(List<Integer> cpus, List<Integer> forGenerator) {
    static final ServerCpus ANY = new ServerCpus(List.of(), List.of());

    /** A list of CPUs, or {@code auto}. */
    static final class Parser implements ITypeConverter<ServerCpus> {
        @Override
        public ServerCpus convert(String text) {
            return text.toLowerCase(Locale.ROOT).equals("auto")
                    ? halves(allowed())
                    : new ServerCpus(new CpuList().convert(text), List.of());
        }
    }

    /** Servers have the first half, the generator the rest; one CPU is for both. */
    static ServerCpus halves(List<Integer> all) {
        int half = (all.size() + 1) / 2;
        return all.size() < 2 ? ANY : new ServerCpus(all.subList(0, half), all.subList(half, all.size()));
    }

    /** Returns the CPUs that this process may run on (Cpus_allowed_list in proc(5)). */
    private static List<Integer> allowed() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            var list = lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
            return list.map(text -> new CpuList().convert(text)).orElse(List.of());
        } catch (IOException e) {
            throw new TypeConversionException("auto is of Linux only");
        }
    }
}
