package dev.muxbench.cli.load.summary;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.FaultCounts;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how clients talked and what was wrong with it, as part of a {@link LoadSummary}. Threads: any. */
final class SpeechSummary {
    private SpeechSummary() {}

    static String lines(LoadPlan plan) {
        return switch (plan.speech().texts()) {
            case Texts.Even() -> plan.lineBytes() + " B lines";
            case Texts.Between(int least, long seed) -> least + " to " + plan.lineBytes() + " B lines";
            case Texts.Real(var corpus) -> corpus.lines() + " real lines";
        };
    }

    static String protocol(LoadPlan plan) {
        var protocol = plan.speech().protocol();
        return protocol.equals(Protocols.CHAT) ? "" : " over " + protocol;
    }

    /** One corrupted delivery, as it came and as far as people can read it; and what the server said. */
    static void printExamples(PrintWriter out, FaultCounts faults) {
        var example = faults.example();
        if (example != null) {
            out.println("corrupted     " + example);
            out.println("  as text     " + readable(example));
        }
        if (faults.serverError() != null) {
            out.println("server error  " + faults.serverError());
        }
    }

    private static String readable(String hex) {
        var text = new StringBuilder();
        for (byte next : HexFormat.of().parseHex(hex)) {
            text.append(next >= ' ' && next <= '~' ? (char) next : '.');
        }
        return text.toString();
    }

    static void put(Map<String, @Nullable Object> map, LoadPlan plan) {
        map.put("protocol", plan.speech().protocol().toString());
        map.put("lineBytes", plan.lineBytes());
        switch (plan.speech().texts()) {
            case Texts.Even() -> {}
            case Texts.Between(int least, long seed) -> {
                map.put("leastLineBytes", least);
                map.put("seed", seed);
            }
            case Texts.Real(var corpus) -> map.put("corpusLines", corpus.lines());
        }
    }

    /** Only what there was. */
    static void putExamples(Map<String, @Nullable Object> map, FaultCounts faults) {
        map.put("serverErrors", faults.serverErrors());
        if (faults.example() != null) {
            map.put("corruptedExampleHex", faults.example());
        }
        if (faults.serverError() != null) {
            map.put("serverError", faults.serverError());
        }
    }
}
