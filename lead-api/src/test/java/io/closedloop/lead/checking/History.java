package io.closedloop.lead.checking;

import java.util.List;

/** All that clients sent and were told, in no order. */
public record History(List<Exchange> exchanges, List<Reading> readings, List<Report> reports) {
    public History {
        exchanges = List.copyOf(exchanges);
        readings = List.copyOf(readings);
        reports = List.copyOf(reports);
    }
}
