package io.closedloop.lead.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A command as it can be sent alone or as a line of a bulk request.
 *
 * @param path of its own
 * @param target the field that names its target in a line; empty for a registration
 * @param fields JSON without braces
 * @param takesAnother whether it takes somebody else than who disqualified
 */
record Command(String name, String path, String target, String fields, boolean takesAnother) {
    private static final List<String> REPS = List.of("ana", "bo", "cy");
    private static final List<String> CHANNELS = List.of("EMAIL", "WEB", "SOCIAL");
    private static final List<String> CAMPAIGNS = List.of("spring", "fair", "launch");

    /** Registers one of a few people, by e-mail, by telephone or by a reference, whoever comes first. */
    static Command register(Market market, RandomGenerator random) {
        int person = market.person(random);
        String reference = random.nextInt(3) == 0
                ? "\"externalRef\": {\"system\": \"crm\", \"id\": \"%d\"}, ".formatted(person)
                : "";
        return new Command(
                "RegisterLead",
                "/v1/leads",
                "",
                """
                "leadId": "%s", %s"contact": {%s}, "source": {"channel": "%s", "campaign": "%s", "sourcedBy": "MARKETING"}, \
                "attributes": {"size": %d}""".formatted(
                                market.newLead(random),
                                reference,
                                contact(person, random),
                                any(CHANNELS, random),
                                any(CAMPAIGNS, random),
                                random.nextInt(4)),
                false);
    }

    /** What somebody would do who knows where the lead is; now and then anything at all. */
    static Command next(String lead, Market.@Nullable Seen seen, Market market, RandomGenerator random) {
        String status = seen == null || random.nextInt(5) == 0 ? "" : seen.status();
        return switch (status) {
            case "INQUIRY" -> choose(lead, market, random, 3, 3, 3, 10, 4, 1, 0, 2);
            case "MQL_AWAITING" -> choose(lead, market, random, 5, 5, 6, 7, 8, 4, 0);
            case "MQL_ACCEPTED" -> choose(lead, market, random, 8, 8, 7, 10, 1);
            case "SQL" -> choose(lead, market, random, 9, 11, 12, 11, 10, 13, 0);
            case "CLOSED_WON" -> choose(lead, market, random, 14, 16, 15, 0, 16);
            case "CLOSED_LOST" -> choose(lead, market, random, 14, 13, 17, 1);
            case "NURTURE" -> choose(lead, market, random, 3, 3, 10, 4, 1);
            case "DISQUALIFIED" -> choose(lead, market, random, 18, 18, 0);
            default -> of(lead, random.nextInt(19), market, random);
        };
    }

    static Command lift(String suppression) {
        return new Command(
                "LiftSuppression",
                "/v1/suppressions/%s/lift".formatted(suppression),
                "\"suppressionId\": \"%s\"".formatted(suppression),
                "\"justification\": \"they asked for it\"",
                true);
    }

    /** As a line of a bulk request. */
    String line(String idempotencyKey) {
        return "{\"command\": \"%s\", \"idempotencyKey\": \"%s\"%s%s}"
                .formatted(name, idempotencyKey, preceded(target), preceded(fields));
    }

    private static String preceded(String part) {
        return part.isEmpty() ? "" : ", " + part;
    }

    private static Command choose(String lead, Market market, RandomGenerator random, int... kinds) {
        return of(lead, kinds[random.nextInt(kinds.length)], market, random);
    }

    private static Command of(String lead, int kind, Market market, RandomGenerator random) {
        return switch (kind) {
            case 0 ->
                on(
                        lead,
                        "RecordTouch",
                        "touches",
                        "\"type\": \"CALL\", \"by\": \"SALES\", \"touchId\": \"t%d\"".formatted(random.nextInt(6)));
            case 1 ->
                on(
                        lead,
                        "UpdateContact",
                        "update-contact",
                        "\"contact\": {%s}".formatted(contact(market.person(random), random)));
            case 2 ->
                on(
                        lead,
                        "UpdateAttributes",
                        "update-attributes",
                        "\"attributes\": {\"size\": %d}".formatted(random.nextInt(100)));
            case 3 -> on(lead, "QualifyMarketing", "qualify-marketing", "");
            case 4 -> on(lead, "AssignLead", "assign", rep(random));
            case 5 -> on(lead, "AcceptLead", "accept", rep(random));
            case 6 ->
                on(
                        lead,
                        "RejectLead",
                        "reject",
                        "\"disposition\": \"DISQUALIFY\", \"reason\": \"%s\""
                                .formatted(random.nextBoolean() ? "POOR_FIT" : "SPAM_OR_FAKE"));
            case 7 -> on(lead, "RejectLead", "reject", "\"disposition\": \"RECYCLE\", \"reason\": \"NOT_READY\"");
            case 8 -> on(lead, "QualifySales", "qualify-sales", rep(random));
            case 9 ->
                on(
                        lead,
                        "ReviseOpportunity",
                        "revise-opportunity",
                        "\"milestone\": \"DEMO\", \"expectedAmount\": %s".formatted(money(random)));
            case 10 -> on(lead, "DisqualifyLead", "disqualify", disqualification(random));
            case 11 -> on(lead, "CloseWon", "close-won", "\"amount\": " + money(random));
            case 12 -> on(lead, "CloseLost", "close-lost", "\"reason\": \"PRICE\"");
            case 13 -> on(lead, "RecycleLead", "recycle", "\"reason\": \"TIMING\"");
            case 14 -> on(lead, "ReopenLead", "reopen", "\"justification\": \"they called\"");
            case 15 ->
                on(
                        lead,
                        "AmendClosure",
                        "amend-closure",
                        "\"cause\": \"a typing error\", \"amount\": " + money(random));
            case 16 ->
                on(
                        lead,
                        "RecordRevenue",
                        "record-revenue",
                        "\"kind\": \"UPSELL\", \"revenueId\": \"r%d\", \"amount\": %s"
                                .formatted(random.nextInt(4), money(random)));
            case 17 -> on(lead, "AmendClosure", "amend-closure", "\"cause\": \"a mistake\", \"reason\": \"BUDGET\"");
            default ->
                new Command(
                        "ReinstateLead",
                        "/v1/leads/%s/reinstate".formatted(lead),
                        "\"leadId\": \"%s\"".formatted(lead),
                        "\"justification\": \"they fit after all\"",
                        true);
        };
    }

    private static Command on(String lead, String name, String path, String fields) {
        return new Command(
                name, "/v1/leads/%s/%s".formatted(lead, path), "\"leadId\": \"%s\"".formatted(lead), fields, false);
    }

    private static String contact(int person, RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> "\"email\": null, \"phone\": \"+5511%09d\"".formatted(912_000_000 + person);
            case 1 -> "\"email\": \" P%d@Example.COM\"".formatted(person);
            case 2 -> "\"email\": \"p%d+%d@example.com\"".formatted(person, random.nextInt(2));
            default -> "\"email\": \"p%d@example.com\"".formatted(person);
        };
    }

    private static String disqualification(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> "\"reason\": \"POOR_FIT\"";
            case 1 -> "\"reason\": \"NO_NEED\"";
            default ->
                "\"reason\": \"NO_NEED\", \"expiresAt\": \"%s\""
                        .formatted(Instant.now().plus(Duration.ofMillis(random.nextInt(500, 15_000))));
        };
    }

    private static String rep(RandomGenerator random) {
        return "\"rep\": \"%s\"".formatted(any(REPS, random));
    }

    private static String money(RandomGenerator random) {
        return "{\"amount\": \"%d.00\", \"currency\": \"USD\"}".formatted(random.nextInt(1, 10_000));
    }

    private static <T> T any(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
