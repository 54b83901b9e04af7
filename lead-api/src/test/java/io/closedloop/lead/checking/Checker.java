package io.closedloop.lead.checking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that a log, the tables beside it and what callers were told have to agree in. */
public final class Checker {
    private Checker() {}

    /** What must not be; empty when all is well. */
    public static List<Violation> check(StoredLog log, History history) {
        var found = new ArrayList<>(ofLog(log));
        found.addAll(Promises.violations(log, history));
        found.addAll(Courses.violations(Lives.of(log), history));
        found.addAll(agreement(history.reports()));
        return found;
    }

    /** What can be told from the log and its tables alone. */
    public static List<Violation> ofLog(StoredLog log) {
        var found = new ArrayList<>(LogOrder.violations(log));
        found.addAll(Lives.of(log).violations());
        found.addAll(Holders.of(log).violations());
        return found;
    }

    /** One question, one answer, whoever gives it. */
    public static List<Violation> agreement(List<Report> reports) {
        var found = new ArrayList<Violation>();
        Map<String, Report> first = new HashMap<>();
        for (Report report : reports) {
            Report other = first.putIfAbsent(report.question(), report);
            if (other != null && !other.digest().equals(report.digest())) {
                found.add(Violation.of(Rule.REPORTS_AGREE, "%s and %s answer differently", other, report));
            }
        }
        return found;
    }
}
