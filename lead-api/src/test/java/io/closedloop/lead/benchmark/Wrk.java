package io.closedloop.lead.benchmark;

import io.closedloop.lead.benchmark.RegisterLoad.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Registrations sent by {@code wrk}: one thread for all connections, which takes a third of the processor time that
 * threads of our own would, and nothing to warm up.
 */
final class Wrk {
    private static final Pattern OUTCOME =
            Pattern.compile("^outcome (\\d+) (\\d+) (\\d+) ([0-9.]+) ([0-9.]+) ([0-9.]+)$", Pattern.MULTILINE);

    private static final String SCRIPT = """
            local sent = 0
            wrk.method = "POST"
            wrk.headers["Authorization"] = "Bearer " .. os.getenv("LEAD_KEY")
            wrk.headers["Content-Type"] = "application/json"
            function request()
              sent = sent + 1
              return wrk.format(nil, nil, nil, (os.getenv("LEAD_BODY"):gsub("NUMBER", os.getenv("LEAD_RUN") .. sent)))
            end
            function done(summary, latency, requests)
              local errors = summary.errors
              io.write(string.format("outcome %d %d %d %f %f %f\\n", summary.requests,
                errors.status + errors.connect + errors.read + errors.write + errors.timeout,
                summary.duration, latency:percentile(50), latency:percentile(99), latency.max))
            end
            """;

    private Wrk() {}

    /** Null where it is not installed. */
    static @Nullable Path program() {
        return OnPath.find("wrk");
    }

    /**
     * @param body what is sent; {@code NUMBER} in it stands for a number that no other request has
     * @param run what these numbers begin with
     */
    static Outcome send(Path wrk, int port, String key, String body, String run, int connections, Duration duration)
            throws IOException, InterruptedException {
        Path script = Files.writeString(Files.createTempFile("register-", ".lua"), SCRIPT);
        try {
            var builder = new ProcessBuilder(List.of(
                    wrk.toString(),
                    "-t1",
                    "-c" + connections,
                    "-d" + duration.toSeconds() + "s",
                    "--timeout",
                    "60s",
                    "-s",
                    script.toString(),
                    "http://127.0.0.1:" + port + "/v1/leads"));
            builder.environment().put("LEAD_KEY", key);
            builder.environment().put("LEAD_BODY", body);
            builder.environment().put("LEAD_RUN", run);
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher outcome = OUTCOME.matcher(output);
            if (process.waitFor() != 0 || !outcome.find()) {
                throw new IOException("wrk failed: " + output);
            }
            long others = Long.parseLong(outcome.group(2));
            return new Outcome(
                    Long.parseLong(outcome.group(1)) - others,
                    others,
                    others == 0 ? "" : output,
                    Long.parseLong(outcome.group(3)) / 1e6,
                    Double.parseDouble(outcome.group(4)) / 1e3,
                    Double.parseDouble(outcome.group(5)) / 1e3,
                    Double.parseDouble(outcome.group(6)) / 1e3);
        } finally {
            Files.delete(script);
        }
    }
}
