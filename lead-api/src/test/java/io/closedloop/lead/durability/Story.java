package io.closedloop.lead.durability;

import io.closedloop.lead.durability.Step.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What one lead lives through, command by command. Nobody else sends commands to the lead. */
final class Story {
    final UUID leadId;
    /** Another lead that is tried to be registered with the same identity. */
    final UUID rivalId;

    final List<Step> steps = new ArrayList<>();
    /** Whether every command goes under an idempotency key; else none does. */
    final boolean withKeys;
    /** Not continued, because a command without a key may not be repeated out of order. */
    boolean abandoned;

    private Story(RandomGenerator random) {
        leadId = new UUID(random.nextLong(), random.nextLong());
        rivalId = new UUID(random.nextLong(), random.nextLong());
        withKeys = random.nextBoolean();
    }

    /** A story by chance: won, lost and reopened, rejected either way, suppressed and reinstated, or given up. */
    static Story random(RandomGenerator random) {
        var story = new Story(random);
        story.register();
        switch (random.nextInt(5)) {
            case 0 -> story.won(random.nextInt(1, 100_000));
            case 1 -> story.lostAndReopened();
            case 2 -> story.disqualified();
            case 3 -> story.recycled();
            default -> story.duplicated();
        }
        return story;
    }

    boolean ended() {
        return abandoned || steps.stream().allMatch(Step::settled);
    }

    String email() {
        return leadId + "@example.com";
    }

    private void register() {
        add(
                "RegisterLead",
                "/v1/leads",
                "\"leadId\": \"%s\", %s".formatted(leadId, identityAndSource(email())),
                "LeadRegistered");
    }

    private void won(int amount) {
        command(
                "RecordTouch",
                "touches",
                "\"type\": \"DOWNLOAD\", \"by\": \"LEAD\", \"touchId\": \"t1\"",
                "TouchRecorded");
        command("QualifyMarketing", "qualify-marketing", "", "LeadMarketingQualified");
        command("AssignLead", "assign", "\"rep\": \"ana\"", "LeadAssigned");
        command("AcceptLead", "accept", "\"rep\": \"ana\"", "LeadAccepted");
        command(
                "QualifySales",
                "qualify-sales",
                "\"note\": \"%s\"".formatted("well ".repeat(40)),
                "LeadSalesQualified");
        command("CloseWon", "close-won", amount(amount), "LeadWon");
        command(
                "RecordRevenue",
                "record-revenue",
                "\"kind\": \"UPSELL\", \"revenueId\": \"r1\", " + amount(amount),
                "RevenueRecorded");
    }

    private void lostAndReopened() {
        command("QualifyMarketing", "qualify-marketing", "", "LeadMarketingQualified");
        command("QualifySales", "qualify-sales", "\"rep\": \"bo\"", "LeadAccepted", "LeadSalesQualified");
        command("CloseLost", "close-lost", "\"reason\": \"PRICE\"", "LeadLost");
        command("ReopenLead", "reopen", "\"justification\": \"they called\"", "LeadReopened");
        command("CloseWon", "close-won", amount(7), "LeadWon");
    }

    private void disqualified() {
        command("QualifyMarketing", "qualify-marketing", "", "LeadMarketingQualified");
        command(
                "RejectLead",
                "reject",
                "\"disposition\": \"DISQUALIFY\", \"reason\": \"POOR_FIT\"",
                "LeadRejected",
                "LeadDisqualified");
        rival(Expected.BLOCKED);
        steps.add(new Step(
                "ReinstateLead",
                "/v1/leads/%s/reinstate".formatted(leadId),
                "\"justification\": \"they fit after all\"",
                List.of("LeadReinstated"),
                Expected.ACKNOWLEDGEMENT,
                true,
                withKeys));
        command("QualifyMarketing", "qualify-marketing", "", "LeadMarketingQualified");
    }

    private void recycled() {
        command("QualifyMarketing", "qualify-marketing", "", "LeadMarketingQualified");
        command(
                "RejectLead",
                "reject",
                "\"disposition\": \"RECYCLE\", \"reason\": \"NOT_READY\"",
                "LeadRejected",
                "LeadRecycled");
        command(
                "UpdateContact",
                "update-contact",
                "\"contact\": {\"email\": \"new-%s\"}".formatted(email()),
                "ContactUpdated");
        command("UpdateAttributes", "update-attributes", "\"attributes\": {\"size\": 3}", "AttributesUpdated");
        command("DisqualifyLead", "disqualify", "\"reason\": \"NO_NEED\"", "LeadDisqualified");
    }

    private void duplicated() {
        rival(Expected.DUPLICATE);
        command("QualifyMarketing", "qualify-marketing", "", "LeadMarketingQualified");
    }

    /** Somebody registers the same person as another lead. */
    private void rival(Expected expected) {
        steps.add(new Step(
                "RegisterLead",
                "/v1/leads",
                "\"leadId\": \"%s\", %s".formatted(rivalId, identityAndSource(email())),
                List.of(),
                expected,
                false,
                withKeys));
    }

    private void command(String name, String path, String fields, String... events) {
        add(name, "/v1/leads/%s/%s".formatted(leadId, path), fields, events);
    }

    private void add(String name, String path, String fields, String... events) {
        steps.add(new Step(name, path, fields, List.of(events), Expected.ACKNOWLEDGEMENT, false, withKeys));
    }

    private static String identityAndSource(String email) {
        return """
                "contact": {"name": "Somebody", "email": "%s", "company": "Some & Co"}, \
                "source": {"channel": "EMAIL", "campaign": "spring", "sourcedBy": "MARKETING"}""".formatted(email);
    }

    private static String amount(int amount) {
        return "\"amount\": {\"amount\": \"%d.00\", \"currency\": \"USD\"}".formatted(amount);
    }

    /** The step as a line of a bulk request. */
    String line(Step step) {
        String target = step.command.equals("RegisterLead") ? "" : ", \"leadId\": \"" + leadId + '"';
        String key = step.idempotencyKey == null ? "" : ", \"idempotencyKey\": \"" + step.idempotencyKey + '"';
        String fields = step.fields.isEmpty() ? "" : ", " + step.fields;
        return "{\"command\": \"%s\"%s%s%s}".formatted(step.command, target, key, fields);
    }
}
