package dev.muxbench.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** CPUs as taskset(1) writes them: {@code 2,3} or {@code 4-7}. Threads: any. */
public final class CpuList implements ITypeConverter<List<Integer>> {
    private static final int MOST_CPUS = 1024;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

    @Override
    public List<Integer> convert(String text) {
        var cpus = new ArrayList<Integer>();
        for (var part : text.split(",", -1)) {
            var range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new TypeConversionException("'" + text + "' is no list of CPUs such as 2,3 or 4-7");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last >= MOST_CPUS) {
                throw new TypeConversionException("'" + part + "' is no range of CPUs below " + MOST_CPUS);
            }
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
