package io.closedloop.lead.cluster;

import io.closedloop.lead.checking.Exchange;
import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.checking.History;
import io.closedloop.lead.checking.Reading;
import io.closedloop.lead.checking.Report;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes down what clients send and are told. */
final class Recorder {
    private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Reading> readings = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Report> reports = new ConcurrentLinkedQueue<>();

    void note(Exchange exchange) {
        exchanges.add(exchange);
    }

    void note(Reading reading) {
        readings.add(reading);
    }

    void note(Report report) {
        reports.add(report);
    }

    History history() {
        return new History(List.copyOf(exchanges), List.copyOf(readings), List.copyOf(reports));
    }

    /** How many exchanges had which outcome. */
    Map<String, Long> tally() {
        var tally = new TreeMap<String, Long>();
        for (Exchange exchange : exchanges) {
            tally.merge(
                    switch (exchange.outcome()) {
                        case Outcome.Acknowledged it when it.events().isEmpty() -> "repeated";
                        case Outcome.Acknowledged _ -> "acknowledged";
                        case Outcome.Refused it -> "refused " + it.code();
                        case Outcome.TurnedAway _ -> "turned away";
                        case Outcome.Uncertain _ -> "uncertain";
                        case Outcome.Fault _ -> "faults";
                    },
                    1L,
                    Long::sum);
        }
        tally.put("readings", (long) readings.size());
        tally.put("reports", (long) reports.size());
        return tally;
    }
}
