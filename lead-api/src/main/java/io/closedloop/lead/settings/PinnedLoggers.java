package io.closedloop.lead.settings;

import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Keeps loggers quiet that would print requests: the container writes headers with their keys, the web framework
 * addresses, bodies and answers. Somebody who looks for a fault sets {@code DEBUG}, and must not find names, addresses
 * and keys in the log. This runs before the first request can come, and says what it has held back.
 */
final class PinnedLoggers implements ApplicationListener<ApplicationPreparedEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedLoggers.class);

    private static final List<String> PRINT_REQUESTS = List.of(
            "org.apache.catalina",
            "org.apache.coyote",
            "org.apache.tomcat",
            "org.springframework.http",
            "org.springframework.web");
    /** What cannot be read of a request, whatever it was meant to be, these tell already at {@code INFO}. */
    private static final List<String> PRINT_WHAT_IS_MALFORMED = List.of(
            "org.apache.coyote.http11.Http11Processor",
            "org.apache.coyote.http2",
            "org.apache.tomcat.util.http.parser");

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        var heldBack = new TreeSet<String>();
        for (String pinned : PRINT_REQUESTS) {
            LoggerConfiguration asked = logging.getLoggerConfiguration(pinned);
            if (asked == null || isTooFine(asked.getEffectiveLevel())) {
                logging.setLogLevel(pinned, LogLevel.INFO);
            }
            if (asked != null && isTooFine(asked.getEffectiveLevel())) {
                heldBack.add(pinned);
            }
        }
        for (LoggerConfiguration logger : logging.getLoggerConfigurations()) {
            LogLevel asked = logger.getConfiguredLevel();
            if (asked != null && isTooFine(asked) && isPinned(logger.getName())) {
                logging.setLogLevel(logger.getName(), LogLevel.INFO);
                heldBack.add(logger.getName());
            }
        }
        for (String pinned : PRINT_WHAT_IS_MALFORMED) {
            logging.setLogLevel(pinned, LogLevel.WARN);
        }
        for (LoggerConfiguration logger : logging.getLoggerConfigurations()) {
            if (PRINT_WHAT_IS_MALFORMED.stream()
                    .anyMatch(pinned -> logger.getName().startsWith(pinned + "."))) {
                logging.setLogLevel(logger.getName(), LogLevel.WARN);
            }
        }
        if (!heldBack.isEmpty()) {
            LOG.warn(
                    "These loggers print requests, with the names, addresses and keys in them, and stay at INFO: {}",
                    String.join(", ", heldBack));
        }
    }

    private static boolean isTooFine(LogLevel level) {
        return level.compareTo(LogLevel.INFO) < 0;
    }

    private static boolean isPinned(String name) {
        return PRINT_REQUESTS.stream().anyMatch(pinned -> name.equals(pinned) || name.startsWith(pinned + "."));
    }

    /** After the levels have been set. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
