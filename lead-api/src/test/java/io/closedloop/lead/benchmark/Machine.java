package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What it was measured on. Where a system does not tell something, neither does the page. */
final class Machine {
    private static final String UNKNOWN = "unknown";

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    static String processor() {
        return value(Path.of("/proc/cpuinfo"), "model name", UNKNOWN);
    }

    static String memory() {
        String total = value(Path.of("/proc/meminfo"), "MemTotal", "");
        return total.isEmpty()
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.1f GB", Long.parseLong(total.split(" ", 2)[0]) / 1024.0 / 1024.0);
    }

    static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
    }

    static String java() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    /** Of the last 1, 5 and 15 minutes. */
    static String load() {
        Path file = Path.of("/proc/loadavg");
        if (!Files.isReadable(file)) {
            return UNKNOWN;
        }
        String[] words = read(file).split(" ", 4);
        return words[0] + ", " + words[1] + ", " + words[2];
    }

    /** What a process holds of the machine's memory. */
    static double residentMegabytes(long pid) {
        String text = value(Path.of("/proc/" + pid + "/status"), "VmRSS", "");
        if (text.isEmpty()) {
            throw new IllegalStateException("this system does not tell how much memory a process has (/proc)");
        }
        return Long.parseLong(text.split(" ", 2)[0]) / 1024.0;
    }

    private static String value(Path file, String name, String without) {
        if (!Files.isReadable(file)) {
            return without;
        }
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(without);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
