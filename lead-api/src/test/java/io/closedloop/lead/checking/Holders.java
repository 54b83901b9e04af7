package io.closedloop.lead.checking;

import io.closedloop.lead.log.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who claimed and who suppressed which identity, by the events alone. */
public final class Holders {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> claims = new HashMap<>();
    private final Set<String> held = new TreeSet<>();
    private final Set<String> plus = new TreeSet<>();
    private final Set<String> leads = new TreeSet<>();
    private final Map<String, Suppression> suppressions = new HashMap<>();
    private final Map<String, List<Suppression>> byIdentity = new HashMap<>();
    private final Map<String, List<Suppression>> byBase = new HashMap<>();
    private final Map<String, List<Suppression>> byLead = new HashMap<>();
    private final Map<String, Integer> blockedByAttempt = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private Holders() {}

    public static Holders of(StoredLog log) {
        var holders = new Holders();
        log.events().forEach(holders::replay);
        holders.compare(log.tables());
        return holders;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** The leads that the log knows. */
    public Set<String> leads() {
        return leads;
    }

    /** How often a delivery of this lead was blocked. */
    public int blocked(String attemptedLeadId) {
        return blockedByAttempt.getOrDefault(attemptedLeadId, 0);
    }

    /** How many identities are claimed now. */
    public int claimed() {
        return claims.size();
    }

    private void replay(StoredEvent event) {
        JsonNode data = JSON.readTree(event.payload());
        if (event.streamType().equals("Suppression")) {
            replaySuppression(event, data);
            return;
        }
        leads.add(event.streamId());
        identities(data, "released").forEach(it -> claims.remove(it, event.streamId()));
        if (event.type().equals("LeadReinstated")) {
            byLead.getOrDefault(event.streamId(), List.of()).stream()
                    .filter(it -> it.activeAt(event.recordedAt()))
                    .forEach(it -> it.end("REINSTATEMENT", event.position()));
        }
        for (JsonNode claimed : data.path("claimed")) {
            deliver(event, claimed);
        }
        for (String field : List.of("claimed", "identities")) {
            for (JsonNode identity : data.path(field)) {
                held.add(identity(identity) + " " + event.streamId());
                if (identity.hasNonNull("base")) {
                    plus.add("%s %s %s"
                            .formatted(
                                    identity.required("base").asString(),
                                    identity.required("hash").asString(),
                                    event.streamId()));
                }
            }
        }
        for (JsonNode created : data.path("suppressions")) {
            suppress(event, created);
        }
    }

    private void deliver(StoredEvent event, JsonNode claimed) {
        String identity = identity(claimed);
        keepingOut(claimed).stream()
                .filter(it -> it.activeAt(event.recordedAt()))
                .forEach(it -> violations.add(Violation.of(
                        Rule.SUPPRESSED_NEVER_DELIVERED,
                        "%s is suppressed (%s) and delivered by %s",
                        identity,
                        it,
                        event)));
        String holder = claims.put(identity, event.streamId());
        if (holder != null && !holder.equals(event.streamId())) {
            violations.add(Violation.of(
                    Rule.IDENTITY_OPEN_ONCE,
                    "%s is held by the open lead %s and claimed by %s",
                    identity,
                    holder,
                    event));
        }
    }

    /**
     * By the identity itself, by what it shares with its plus-variants, and by what it was under the former spelling.
     */
    private Set<Suppression> keepingOut(JsonNode claimed) {
        var all = new LinkedHashSet<>(byIdentity.getOrDefault(identity(claimed), List.of()));
        if (claimed.required("kind").asString().equals("EMAIL")) {
            String base = claimed.hasNonNull("base")
                    ? claimed.required("base").asString()
                    : claimed.required("hash").asString();
            all.addAll(byBase.getOrDefault(base, List.of()));
        }
        if (claimed.hasNonNull("former")) {
            String formerly = claimed.required("kind").asString() + " "
                    + claimed.required("former").asString();
            byIdentity.getOrDefault(formerly, List.of()).stream()
                    .filter(it -> it.former)
                    .forEach(all::add);
        }
        return all;
    }

    private void suppress(StoredEvent event, JsonNode created) {
        var suppression = new Suppression(
                identity(created.required("identity")),
                event.streamId(),
                event.position(),
                created.required("identity").path("spelling").asInt(2) == 1,
                created.hasNonNull("base") ? created.required("base").asString() : null,
                created.hasNonNull("expiresAt")
                        ? Instant.parse(created.required("expiresAt").asString())
                        : null);
        suppressions.put(created.required("suppressionId").asString(), suppression);
        byIdentity.computeIfAbsent(suppression.identity, _ -> new ArrayList<>()).add(suppression);
        if (suppression.base != null) {
            byBase.computeIfAbsent(suppression.base, _ -> new ArrayList<>()).add(suppression);
        }
        byLead.computeIfAbsent(suppression.lead, _ -> new ArrayList<>()).add(suppression);
    }

    private void replaySuppression(StoredEvent event, JsonNode data) {
        Suppression suppression = suppressions.get(event.streamId());
        if (suppression == null) {
            violations.add(Violation.of(Rule.LEGAL_TRANSITIONS, "%s is of a suppression that nobody made", event));
            return;
        }
        if (!suppression.activeAt(event.recordedAt())) {
            violations.add(Violation.of(
                    Rule.LEGAL_TRANSITIONS, "%s comes when the suppression is over: %s", event, suppression));
        }
        suppression.version++;
        if (event.type().equals("SuppressionLifted")) {
            suppression.end("LIFT", event.position());
        } else if (event.type().equals("SuppressionWidened")) {
            suppression.base = data.required("base").asString();
            byBase.computeIfAbsent(suppression.base, _ -> new ArrayList<>()).add(suppression);
        } else {
            suppression.blocked++;
            blockedByAttempt.merge(data.required("attemptedLeadId").asString(), 1, Integer::sum);
        }
    }

    private void compare(Map<String, Set<String>> tables) {
        var claimRows = new TreeSet<String>();
        claims.forEach((identity, lead) -> claimRows.add(identity + " " + lead));
        var suppressionRows = new TreeSet<String>();
        suppressions.forEach((id, it) -> suppressionRows.add(id + " " + it));
        compare(tables, StoredLog.CLAIMS, claimRows);
        compare(tables, StoredLog.HELD, held);
        compare(tables, StoredLog.PLUS, plus);
        compare(tables, StoredLog.SUPPRESSIONS, suppressionRows);
        compare(tables, StoredLog.KEYS, leads);
        compare(tables, StoredLog.AFTER_THE_HEAD, Set.of());
    }

    private void compare(Map<String, Set<String>> tables, String table, Set<String> expected) {
        Set<String> found = tables.getOrDefault(table, Set.of());
        if (!found.equals(expected)) {
            var missing = new TreeSet<>(expected);
            missing.removeAll(found);
            var extra = new TreeSet<>(found);
            extra.removeAll(expected);
            violations.add(Violation.of(
                    Rule.TABLES_EQUAL_THE_LOG,
                    "table %s lacks %d rows that the log tells of (such as %s) and has %d others (such as %s)",
                    table,
                    missing.size(),
                    missing.stream().findFirst().orElse("none"),
                    extra.size(),
                    extra.stream().findFirst().orElse("none")));
        }
    }

    private static List<String> identities(JsonNode data, String field) {
        var identities = new ArrayList<String>();
        data.path(field).forEach(it -> identities.add(identity(it)));
        return identities;
    }

    private static String identity(JsonNode node) {
        return node.required("kind").asString() + " " + node.required("hash").asString();
    }

    /** A suppression as the log tells it; its text is that of its row. */
    private static final class Suppression {
        final String identity;
        final String lead;
        final long disqualifiedPosition;
        final boolean former;
        final @Nullable Instant expiresAt;

        @Nullable
        String base;

        @Nullable
        String endedBy;

        long endedPosition;
        long blocked;
        long version;

        Suppression(
                String identity,
                String lead,
                long disqualifiedPosition,
                boolean former,
                @Nullable String base,
                @Nullable Instant expiresAt) {
            this.identity = identity;
            this.lead = lead;
            this.disqualifiedPosition = disqualifiedPosition;
            this.former = former;
            this.base = base;
            this.expiresAt = expiresAt;
        }

        boolean activeAt(Instant recordedAt) {
            return endedBy == null && (expiresAt == null || expiresAt.isAfter(recordedAt));
        }

        void end(String by, long position) {
            endedBy = by;
            endedPosition = position;
        }

        @Override
        public String toString() {
            return "%s %s %s %d %s %s %d %d"
                    .formatted(
                            identity,
                            base,
                            lead,
                            disqualifiedPosition,
                            endedBy,
                            endedBy == null ? null : endedPosition,
                            blocked,
                            version);
        }
    }
}
