package io.closedloop.lead.durability;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes. */
final class Signals {
    private Signals() {}

    /** @throws AssertionError when the process is not there */
    static void send(String name, long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("process %d takes no signal %s".formatted(pid, name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
