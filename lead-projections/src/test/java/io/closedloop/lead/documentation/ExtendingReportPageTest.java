package io.closedloop.lead.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows the page on new reports has one that is listed and counts what the events say. */
class ExtendingReportPageTest {
    private static final Path PAGE = Path.of("../docs/extending-report.md");
    private static final String REPORTS = "io.closedloop.lead.reporting.reports.";
    private static final String ORACLE = "io.closedloop.lead.oracle.";
    private static final long SEED = 23;

    @TempDir
    Path folder;

    private ClassLoader changed;

    @BeforeEach
    void followThePage() throws Exception {
        var sources = new CopiedSources(
                Files.createDirectory(folder.resolve("copy")),
                List.of(
                        "src/main/java/io/closedloop/lead/reporting/reports",
                        "src/test/java/io/closedloop/lead/oracle"));
        assertThat(sources.follow(PAGE)).isEqualTo(4);
        changed = sources.compiled();
    }

    @Test
    void theReportIsListedAfterTheOthers() throws Exception {
        Object names =
                changed.loadClass(REPORTS + "AllReports").getMethod("names").invoke(null);
        assertThat(names)
                .isEqualTo(List.of(
                        "funnel", "campaigns", "winRate", "transitions", "reasons", "redelivery", "conversations"));
    }

    @Test
    void itCountsWhatTheEventsSay() throws Exception {
        run("ReportsEqualTheRecountTest", "everyReportCountsWhatTheEventsSay");
    }

    @Test
    void behindItsNumbersStandTheUnitsAndWhatMovedThem() throws Exception {
        run("BehindEveryNumberTest", "standsWhatItCounts");
        run("BehindEveryNumberTest", "standsWhatMadeItAnotherNumberThanBefore");
    }

    /** Runs a test of the copy, of all its reports. */
    private void run(String test, String method) throws Exception {
        Class<?> type = changed.loadClass(ORACLE + test);
        assertThat(type.getClassLoader()).isSameAs(changed);
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object running = constructor.newInstance();
        Field field = type.getDeclaredField("folder");
        field.setAccessible(true);
        field.set(running, Files.createDirectory(folder.resolve(method)));
        Method tested = type.getDeclaredMethod(method, long.class);
        tested.setAccessible(true);
        tested.invoke(running, SEED);
    }
}
