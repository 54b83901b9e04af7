package io.closedloop.lead.history;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ten leads whose numbers can be counted on paper: the worked example of the metric contract. */
public final class ExampleByHand {
    private static final Rep REP = new Rep("rita");

    private final MemoryLog log;
    private final Desk desk = new Desk();
    private Instant at = Instant.EPOCH;

    public ExampleByHand(MemoryLog log) {
        this.log = log;
    }

    /** What happened in January, recorded on the day. */
    public void january() {
        on(1, 1);
        List.of("A", "B", "C", "D", "E", "F", "G", "H").forEach(name -> register(name, name, Channel.EMAIL));
        List.of("I", "K").forEach(name -> register(name, name, Channel.SOCIAL));
        on(1, 2);
        List.of("A", "B", "C", "D", "E").forEach(this::qualify);
        on(1, 3);
        accept("A");
        reject("C", Disposition.RECYCLE, "SENT_TOO_EARLY");
        accept("E");
        qualify("F");
        on(1, 4);
        sql("A");
        reject("D", Disposition.DISQUALIFY, "POOR_FIT");
        accept("F");
        on(1, 5);
        sql("B");
        qualify("G");
        on(1, 6);
        sql("E");
        accept("G");
        on(1, 7);
        sql("F");
        on(1, 8);
        qualify("K");
        on(1, 9);
        accept("K");
        disqualify("H", "SPAM_OR_FAKE");
        on(1, 10);
        win("A", "100");
        sql("K");
        on(1, 12);
        lose("B", "PRICE");
        on(1, 15);
        disqualify("K", "NO_NEED");
        on(1, 20);
        win("E", "200");
        on(1, 21);
        lose("F", "NO_DECISION");
    }

    /** What happened in February. */
    public void february() {
        on(2, 1);
        qualify("C");
        send(new LeadCommand.ReopenLead(id("E"), "they called", at, null));
        on(2, 2);
        accept("C");
        lose("E", "COMPETITOR");
        on(2, 3);
        sql("C");
        on(2, 5);
        register("D again", "D", Channel.SOCIAL);
        on(2, 10);
        win("C", "300");
    }

    public static LeadId id(String name) {
        return new LeadId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private void on(int month, int day) {
        at = LocalDate.of(2026, month, day).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    private void register(String lead, String person, Channel channel) {
        send(new LeadCommand.RegisterLead(
                id(lead),
                null,
                new Contact(null, person + "@example.com", null, null, null, null),
                new Source(channel, null, null, null, SourcedBy.MARKETING),
                Attributes.NONE,
                at,
                null));
    }

    private void qualify(String lead) {
        send(new LeadCommand.QualifyMarketing(id(lead), at, null));
    }

    private void accept(String lead) {
        send(new LeadCommand.AcceptLead(id(lead), REP, at, null));
    }

    private void reject(String lead, Disposition disposition, String reason) {
        send(new LeadCommand.RejectLead(id(lead), disposition, reason, null, null, null, at, null));
    }

    private void sql(String lead) {
        send(new LeadCommand.QualifySales(id(lead), REP, Map.of(), null, null, at, null));
    }

    private void win(String lead, String amount) {
        send(new LeadCommand.CloseWon(id(lead), Money.of(amount, "USD"), at, null));
    }

    private void lose(String lead, String reason) {
        send(new LeadCommand.CloseLost(id(lead), reason, null, null, at, null));
    }

    private void disqualify(String lead, String reason) {
        send(new LeadCommand.DisqualifyLead(id(lead), reason, null, at, null));
    }

    private void send(LeadCommand command) {
        List<?> events = desk.decide(command, Desk.actor("ann"), at);
        if (events.isEmpty()) {
            throw new IllegalStateException("the example does not go through: " + command);
        }
        log.append(at.plusSeconds(log.head()), events);
    }
}
