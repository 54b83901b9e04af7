package io.closedloop.lead.oracle;

import io.closedloop.lead.history.MemoryLog.Stored;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads events one by one and counts. Rows are maps from column to number; a ratio is "numerator/denominator open". */
public final class Recount {
    private static final List<String> STAGES =
            List.of("INQUIRY", "MQL", "ACCEPTED", "SQL", "WON", "LOST", "DISQUALIFIED", "NURTURE");
    private static final List<String> PAIRS = List.of(
            "INQUIRY MQL",
            "INQUIRY ACCEPTED",
            "INQUIRY SQL",
            "INQUIRY WON",
            "MQL ACCEPTED",
            "MQL SQL",
            "MQL WON",
            "ACCEPTED SQL",
            "ACCEPTED WON",
            "SQL WON",
            "INQUIRY LOST",
            "INQUIRY DISQUALIFIED",
            "INQUIRY NURTURE",
            "MQL LOST",
            "MQL DISQUALIFIED",
            "MQL NURTURE",
            "ACCEPTED LOST",
            "ACCEPTED DISQUALIFIED",
            "ACCEPTED NURTURE",
            "SQL LOST",
            "SQL DISQUALIFIED",
            "SQL NURTURE");

    /** What is asked. Filters and groups go by the names of their parameters. */
    public record Asked(
            boolean flow,
            @Nullable Instant from,
            @Nullable Instant to,
            ZoneId zone,
            List<String> groupBy,
            Map<String, List<String>> filters,
            boolean strict) {}

    private final Map<UUID, List<CountedPass>> passes = new LinkedHashMap<>();
    private final Map<UUID, Source> sources = new HashMap<>();
    private final Map<UUID, Map<String, String>> attributes = new HashMap<>();
    private final Map<UUID, String> owners = new HashMap<>();
    private final List<RedeliveryBlocked> blocked = new ArrayList<>();

    /** Reads the events that were recorded until {@code asOf}. */
    public Recount(List<Stored> events, Instant asOf) {
        for (Stored stored : events) {
            if (!stored.recordedAt().isAfter(asOf)) {
                read(stored.payload());
            }
        }
    }

    private void read(Object payload) {
        if (payload instanceof RedeliveryBlocked attempt) {
            blocked.add(attempt);
        }
        if (!(payload instanceof LeadEvent event)) {
            return;
        }
        UUID lead = event.leadId().value();
        if (event instanceof LeadEvent.LeadRegistered e) {
            passes.put(lead, new ArrayList<>(List.of(new CountedPass(lead, 1, e.playbookVersion()))));
            sources.put(lead, e.source());
            attributes.put(lead, new HashMap<>());
            e.attributes()
                    .values()
                    .forEach((name, value) -> attributes.get(lead).put(name, text(value)));
        }
        if (event instanceof LeadEvent.LeadMarketingQualified e
                && e.pass() > passes.get(lead).size()) {
            passes.get(lead).add(new CountedPass(lead, e.pass(), e.playbookVersion()));
        }
        if (event instanceof LeadEvent.AttributesUpdated e) {
            e.attributes().values().forEach((name, value) -> {
                if (value == null) {
                    attributes.get(lead).remove(name);
                } else {
                    attributes.get(lead).put(name, text(value));
                }
            });
            sources.put(lead, e.source().applyTo(sources.get(lead)));
        }
        CountedPass pass = passes.get(lead).getLast();
        decided(event, pass);
        if (owners.containsKey(lead)) {
            pass.owner = owners.get(lead);
        }
    }

    private void decided(LeadEvent event, CountedPass pass) {
        Instant at = event.occurredAt();
        if (event instanceof LeadEvent.LeadRegistered) {
            pass.entered.put("INQUIRY", at);
        } else if (event instanceof LeadEvent.LeadMarketingQualified) {
            pass.entered.put("MQL", at);
        } else if (event instanceof LeadEvent.LeadAssigned e) {
            owners.put(pass.lead, e.rep().code());
        } else if (event instanceof LeadEvent.LeadAccepted e) {
            owners.put(pass.lead, e.rep().code());
            pass.entered.put("ACCEPTED", at);
            pass.impliedAcceptance = e.implied();
        } else if (event instanceof LeadEvent.LeadSalesQualified e) {
            owners.put(pass.lead, e.rep().code());
            pass.entered.put("SQL", at);
        } else if (event instanceof LeadEvent.LeadRejected) {
            pass.rejected = at;
        } else if (event instanceof LeadEvent.LeadRecycled) {
            pass.recycled = at;
            pass.entered.putIfAbsent("NURTURE", at);
        } else if (event instanceof LeadEvent.LeadReinstated) {
            pass.entered.putIfAbsent("NURTURE", at);
        } else if (event instanceof LeadEvent.LeadDisqualified) {
            pass.entered.putIfAbsent("DISQUALIFIED", at);
        } else if (event instanceof LeadEvent.LeadWon e) {
            pass.entered.put("WON", at);
            pass.win = e.amount();
        } else if (event instanceof LeadEvent.LeadLost) {
            pass.entered.put("LOST", at);
        } else if (event instanceof LeadEvent.LeadReopened) {
            pass.entered.remove("WON");
            pass.entered.remove("LOST");
            pass.win = null;
            pass.laterRevenue.clear();
        } else if (event instanceof LeadEvent.ClosureAmended e && e.newAmount() != null) {
            pass.win = e.newAmount();
        } else if (event instanceof LeadEvent.RevenueRecorded e) {
            BigDecimal amount = e.amount().amount();
            pass.laterRevenue.add(new CountedPass.Earned(
                    at,
                    e.amount().currency().getCurrencyCode(),
                    e.kind() == RevenueKind.REFUND ? amount.negate() : amount));
        }
    }

    public Map<Map<String, @Nullable Object>, Map<String, Object>> funnel(Asked asked) {
        var rows = new Rows(asked);
        for (String stage : STAGES) {
            for (CountedPass pass : all()) {
                if (!pass.hasEntered(stage, asked.strict()) || !counts(pass, pass.entered.get(stage), asked)) {
                    continue;
                }
                Map<String, Long> row = rows.of(key(pass, pass.entered.get(stage), asked));
                add(row, stage);
                for (String target : STAGES) {
                    if (pass.hasEntered(target, asked.strict())) {
                        add(row, stage + " " + target);
                    } else if (!pass.hasEnded()) {
                        add(row, stage + " " + target + " open");
                    }
                }
            }
        }
        var funnel = new LinkedHashMap<Map<String, @Nullable Object>, Map<String, Object>>();
        rows.counts.forEach((key, counted) -> {
            var columns = new TreeMap<String, Object>();
            STAGES.forEach(stage -> columns.put(stage, of(counted, stage)));
            for (String pair : PAIRS) {
                String from = pair.split(" ")[0];
                String to = pair.split(" ")[1];
                columns.put(
                        from + "_to_" + to,
                        asked.flow()
                                ? "%d/%d null".formatted(of(counted, to), of(counted, from))
                                : "%d/%d %d"
                                        .formatted(of(counted, pair), of(counted, from), of(counted, pair + " open")));
            }
            funnel.put(key, columns);
        });
        return funnel;
    }

    public Map<Map<String, @Nullable Object>, Map<String, Object>> campaigns(Asked asked) {
        var rows = new Rows(asked);
        var money = new HashMap<Map<String, @Nullable Object>, TreeMap<String, BigDecimal>>();
        for (CountedPass pass : all()) {
            Instant begun = pass.entered.get(pass.number == 1 ? "INQUIRY" : "MQL");
            for (var column : columns(pass, asked.strict()).entrySet()) {
                Instant at = asked.flow() ? column.getValue() : begun;
                if (counts(pass, at, asked)) {
                    add(rows.of(key(pass, at, asked)), column.getKey());
                }
            }
            for (CountedPass.Earned earned : pass.earned()) {
                Instant at = asked.flow() ? earned.at() : begun;
                if (counts(pass, at, asked)) {
                    rows.of(key(pass, at, asked));
                    money.computeIfAbsent(key(pass, at, asked), _ -> new TreeMap<>())
                            .merge(earned.currency(), earned.amount(), BigDecimal::add);
                }
            }
            if (!asked.flow() && counts(pass, begun, asked)) {
                Map<String, Long> row = rows.of(key(pass, begun, asked));
                if (pass.number == 1) {
                    List<CountedPass> allOfLead = passes.get(pass.lead);
                    if (allOfLead.stream().anyMatch(p -> p.entered.containsKey("WON"))) {
                        add(row, "lead won");
                    } else if (!allOfLead.getLast().hasEnded()) {
                        add(row, "lead open");
                    }
                }
                if (pass.entered.containsKey("MQL")) {
                    if (pass.entered.containsKey("SQL")) {
                        add(row, "mql qualified");
                    } else if (!pass.hasEnded()) {
                        add(row, "mql open");
                    }
                }
            }
        }
        for (RedeliveryBlocked attempt : blocked) {
            if (inPeriod(attempt.occurredAt(), asked)
                    && passesFilters(name -> attemptValue(attempt, name, asked), asked)) {
                add(rows.of(key(name -> attemptValue(attempt, name, asked), asked)), "blockedRedeliveries");
            }
        }
        var campaigns = new LinkedHashMap<Map<String, @Nullable Object>, Map<String, Object>>();
        rows.counts.forEach((key, counted) -> {
            var columns = new TreeMap<String, Object>();
            for (String column : List.of(
                    "leads",
                    "mqls",
                    "accepted",
                    "rejected",
                    "sqls",
                    "won",
                    "lost",
                    "disqualified",
                    "recycled",
                    "blockedRedeliveries")) {
                columns.put(column, of(counted, column));
            }
            var earned = new TreeMap<String, String>();
            money.getOrDefault(key, new TreeMap<>())
                    .forEach((currency, amount) ->
                            earned.put(currency, amount.stripTrailingZeros().toPlainString()));
            columns.put("revenue", earned.toString());
            columns.put(
                    "leadToWin",
                    asked.flow()
                            ? "%d/%d null".formatted(of(counted, "won"), of(counted, "leads"))
                            : "%d/%d %d"
                                    .formatted(
                                            of(counted, "lead won"), of(counted, "leads"), of(counted, "lead open")));
            columns.put(
                    "mqlToSql",
                    asked.flow()
                            ? "%d/%d null".formatted(of(counted, "sqls"), of(counted, "mqls"))
                            : "%d/%d %d"
                                    .formatted(
                                            of(counted, "mql qualified"),
                                            of(counted, "mqls"),
                                            of(counted, "mql open")));
            campaigns.put(key, columns);
        });
        return campaigns;
    }

    private static Map<String, Instant> columns(CountedPass pass, boolean strict) {
        var columns = new HashMap<String, Instant>();
        var names = Map.of(
                "INQUIRY",
                "leads",
                "MQL",
                "mqls",
                "SQL",
                "sqls",
                "WON",
                "won",
                "LOST",
                "lost",
                "DISQUALIFIED",
                "disqualified");
        names.forEach((stage, column) -> {
            if (pass.entered.containsKey(stage)) {
                columns.put(column, pass.entered.get(stage));
            }
        });
        if (pass.hasEntered("ACCEPTED", strict)) {
            columns.put("accepted", pass.entered.get("ACCEPTED"));
        }
        if (pass.rejected != null) {
            columns.put("rejected", pass.rejected);
        }
        if (pass.recycled != null) {
            columns.put("recycled", pass.recycled);
        }
        return columns;
    }

    private List<CountedPass> all() {
        return passes.values().stream().flatMap(List::stream).toList();
    }

    /** Looks a group's value up by its name. */
    private interface Values {
        @Nullable
        Object of(String name);
    }

    private boolean counts(CountedPass pass, Instant at, Asked asked) {
        return inPeriod(at, asked) && passesFilters(name -> value(pass, at, name, asked), asked);
    }

    private static boolean inPeriod(Instant at, Asked asked) {
        return (asked.from() == null || !at.isBefore(asked.from())) && (asked.to() == null || at.isBefore(asked.to()));
    }

    private static boolean passesFilters(Values values, Asked asked) {
        return asked.filters().entrySet().stream().allMatch(filter -> {
            Object value = values.of(filter.getKey());
            return filter.getValue().contains(value == null ? "" : value.toString());
        });
    }

    private Map<String, @Nullable Object> key(CountedPass pass, Instant at, Asked asked) {
        return key(name -> value(pass, at, name, asked), asked);
    }

    private static Map<String, @Nullable Object> key(Values values, Asked asked) {
        var key = new LinkedHashMap<String, @Nullable Object>();
        asked.groupBy().forEach(name -> key.put(name, values.of(name)));
        return key;
    }

    private @Nullable Object value(CountedPass pass, Instant at, String name, Asked asked) {
        if (name.startsWith("attr.")) {
            return attributes.get(pass.lead).get(name.substring(5));
        }
        return switch (name) {
            case "owner" -> pass.owner;
            case "pass" -> (long) pass.number;
            case "playbookVersion" -> (long) pass.playbookVersion;
            default -> sourceOrDate(sources.get(pass.lead), at, name, asked);
        };
    }

    private static @Nullable Object attemptValue(RedeliveryBlocked attempt, String name, Asked asked) {
        return name.startsWith("attr.")
                        || List.of("owner", "pass", "playbookVersion").contains(name)
                ? null
                : sourceOrDate(attempt.source(), attempt.occurredAt(), name, asked);
    }

    private static @Nullable Object sourceOrDate(Source source, Instant at, String name, Asked asked) {
        ZonedDateTime local = at.atZone(asked.zone());
        return switch (name) {
            case "channel" -> source.channel().name();
            case "origin" -> source.origin();
            case "campaign" -> source.campaign();
            case "landingPage" -> source.landingPage();
            case "sourcedBy" -> source.sourcedBy().name();
            case "day" -> pattern("yyyy-MM-dd").format(local);
            case "week" -> pattern("YYYY-'W'ww").format(local);
            case "month" -> pattern("yyyy-MM").format(local);
            case "quarter" -> pattern("yyyy-'Q'q").format(local);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** In Germany weeks are those of ISO 8601. */
    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.GERMANY);
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static void add(Map<String, Long> row, String column) {
        row.merge(column, 1L, Long::sum);
    }

    private static long of(Map<String, Long> row, String column) {
        return row.getOrDefault(column, 0L);
    }

    private static final class Rows {
        private final Map<Map<String, @Nullable Object>, Map<String, Long>> counts = new LinkedHashMap<>();

        Rows(Asked asked) {
            if (asked.groupBy().isEmpty()) {
                of(Map.of());
            }
        }

        Map<String, Long> of(Map<String, @Nullable Object> key) {
            return counts.computeIfAbsent(key, _ -> new HashMap<>());
        }
    }
}
