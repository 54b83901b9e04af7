package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.identity.ContactChange.Field;
import io.closedloop.lead.money.Money;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of a lead a second time, written from their description and not from the code: tables of words and a bag of
 * facts. It is slow and knows no events. What it answers, and where it says the lead is, must be what the lead says.
 */
final class PlainLead {
    private static final String OPEN = "INQUIRY MQL_AWAITING MQL_ACCEPTED SQL NURTURE";
    private static final String LIVING = OPEN + " CLOSED_WON CLOSED_LOST";

    /** Command: who may; from where; where to ("=": it stays). */
    private static final Map<String, List<String>> TABLE = Map.ofEntries(
            line("RegisterLead", "MARKETING SALES INTEGRATION", "", "INQUIRY"),
            line("RecordTouch", "MARKETING SALES INTEGRATION", LIVING + " DISQUALIFIED", "="),
            line("UpdateContact", "MARKETING SALES INTEGRATION", LIVING, "="),
            line("UpdateAttributes", "MARKETING SALES INTEGRATION", LIVING, "="),
            line("QualifyMarketing", "MARKETING INTEGRATION MANAGER", "INQUIRY NURTURE", "MQL_AWAITING"),
            line("AssignLead", "MARKETING SALES MANAGER", OPEN, "="),
            line("AcceptLead", "SALES MANAGER", "MQL_AWAITING", "MQL_ACCEPTED"),
            line("RejectLead", "SALES", "MQL_AWAITING MQL_ACCEPTED", "NURTURE DISQUALIFIED"),
            line("QualifySales", "SALES MANAGER", "MQL_AWAITING MQL_ACCEPTED", "SQL"),
            line("ReviseOpportunity", "SALES", "SQL", "="),
            line("CloseWon", "SALES", "SQL", "CLOSED_WON"),
            line("CloseLost", "SALES", "SQL", "CLOSED_LOST"),
            line("DisqualifyLead", "MARKETING SALES", OPEN, "DISQUALIFIED"),
            line("RecycleLead", "SALES MARKETING", "MQL_AWAITING MQL_ACCEPTED SQL CLOSED_LOST", "NURTURE"),
            line("ReinstateLead", "MANAGER", "DISQUALIFIED", "NURTURE"),
            line("ReopenLead", "MANAGER", "CLOSED_WON CLOSED_LOST", "SQL"),
            line("AmendClosure", "MANAGER", "CLOSED_WON CLOSED_LOST", "="),
            line("RecordRevenue", "SALES INTEGRATION", "CLOSED_WON", "="));

    private static final Set<String> HAVE_IDS = Set.of("RecordTouch", "RecordRevenue");

    private static final Set<String> NEVER_REVERSIBLE =
            Set.of("SPAM_OR_FAKE", "SOLICITATION", "DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS");
    private static final Set<String> MAY_EXPIRE = Set.of(
            "INVALID_CONTACT_DATA",
            "OUT_OF_TERRITORY",
            "EXISTING_CUSTOMER",
            "STUDENT_OR_JOBSEEKER",
            "NO_NEED",
            "DUPLICATE",
            "OTHER");
    private static final Set<String> RECYCLE = Set.of(
            "NOT_READY",
            "SENT_TOO_EARLY",
            "UNRESPONSIVE",
            "NO_BUDGET_NOW",
            "NO_AUTHORITY_YET",
            "TIMING",
            "INSUFFICIENT_DATA");
    private static final Set<String> LOSS = Set.of(
            "PRICE",
            "COMPETITOR",
            "BUDGET",
            "MISSING_FEATURES",
            "NO_DECISION",
            "NO_DECISION_MAKER",
            "LONG_SALES_CYCLE",
            "UNRESPONSIVE",
            "POOR_FIT",
            "CAPACITY_OR_STOCK",
            "NO_LONGER_INTERESTED",
            "OTHER");

    /** What is known of the lead now: stage, owner, contact and whatever else a command sets. */
    final Map<String, Object> facts = new TreeMap<>();

    /** The latest decision of every kind, and by their ids all touches and revenues: what was said, and what it set. */
    private final Map<String, Map<String, Object>> said = new HashMap<>();

    private final Map<String, Map<String, Object>> set = new HashMap<>();

    /** Since the lead was won last. */
    private final List<RecordRevenue> laterRevenue = new ArrayList<>();

    /** How many times the lead has changed its stage: what tells one stay in a stage from the next. */
    private int stays;

    String status = "";
    int pass;
    long version;
    Instant since = Instant.MIN;

    private static Map.Entry<String, List<String>> line(String command, String roles, String from, String to) {
        return Map.entry(command, List.of(roles, from, to));
    }

    /** What comes of the command: "REPEAT", the code of a refusal, or "BY" and the role that permits it. */
    String answer(LeadCommand command, Actor actor, Instant now, Long expectedVersion) {
        String name = command.getClass().getSimpleName();
        var line = TABLE.get(name);
        if (permits(actor, line.get(0)) == null) {
            return "FORBIDDEN";
        }
        if (wrongByItself(command)) {
            return "INVALID_COMMAND";
        }
        if (version == 0 && !name.equals("RegisterLead")) {
            return "LEAD_NOT_FOUND";
        }
        if (expectedVersion != null && expectedVersion != version) {
            return "VERSION_MISMATCH";
        }
        if (repeats(command)) {
            return "REPEAT";
        }
        if (version > 0) {
            boolean idTaken = HAVE_IDS.contains(name) && said.containsKey(idOf(command));
            if (!List.of(line.get(1).split(" ")).contains(status) || idTaken) {
                return "COMMAND_NOT_ALLOWED";
            }
            String misfit = misfit(command);
            if (misfit != null) {
                return misfit;
            }
        }
        Instant at = at(command, now);
        if (name.equals("ReinstateLead") && actor.id().equals(facts.get("disqualifiedBy"))) {
            return "FORBIDDEN";
        }
        String role = permits(actor, roles(command, at, line.get(0)));
        if (role == null) {
            return "FORBIDDEN";
        }
        boolean early = version > 0 && !name.equals("RecordTouch") && at.isBefore(since);
        if (early || (command.occurredAt() != null && at.isAfter(now.plusSeconds(300)))) {
            return "OCCURRED_AT_OUT_OF_ORDER";
        }
        Object expiresAt = fields(command).get("expiresAt");
        return expiresAt != null && !((Instant) expiresAt).isAfter(at) ? "INVALID_COMMAND" : "BY " + role;
    }

    private static String permits(Actor actor, String roles) {
        for (String role : roles.split(" ")) {
            if (actor.roles().contains(Role.valueOf(role))) {
                return role;
            }
            if (role.equals("SALES") && actor.roles().contains(Role.MANAGER)) {
                return "MANAGER";
            }
        }
        return null;
    }

    private String roles(LeadCommand command, Instant at, String usual) {
        Object resume = facts.get("resumeNotBefore");
        Object owner = facts.get("owner");
        return switch (command) {
            case QualifyMarketing _ -> resume != null && at.isBefore((Instant) resume) ? "MANAGER" : usual;
            case AcceptLead accept -> owner == null || owner.equals(accept.rep()) ? usual : "MANAGER";
            case QualifySales qualify ->
                owner == null || qualify.rep() == null || owner.equals(qualify.rep()) ? usual : "MANAGER";
            case DisqualifyLead _ -> status.equals("INQUIRY") || status.equals("NURTURE") ? usual : "SALES";
            default -> usual;
        };
    }

    private static boolean wrongByItself(LeadCommand command) {
        return switch (command) {
            case RegisterLead c ->
                "nonsense".equals(c.contact().email())
                        || (c.contact().email() == null
                                && (c.contact().phone() == null
                                        || "nonsense".equals(c.contact().phone()))
                                && c.externalRef() == null);
            case UpdateContact c ->
                c.contact().fields().isEmpty()
                        || "nonsense".equals(c.contact().fields().get(Field.email));
            case RejectLead c ->
                c.disposition() == Disposition.RECYCLE
                        ? !RECYCLE.contains(c.reason()) || c.expiresAt() != null
                        : !disqualifies(c.reason(), c.note(), c.expiresAt()) || c.resumeNotBefore() != null;
            case DisqualifyLead c -> !disqualifies(c.reason(), c.note(), c.expiresAt());
            case RecycleLead c -> !RECYCLE.contains(c.reason());
            case CloseLost c -> !loses(c.reason(), c.note());
            case CloseWon c -> negative(c.amount());
            case RecordRevenue c -> c.amount().amount().signum() <= 0;
            case QualifySales c -> negative(c.expectedAmount());
            case ReviseOpportunity c ->
                negative(c.expectedAmount())
                        || (c.expectedAmount() == null && c.expectedCloseDate() == null && c.milestone() == null);
            case AmendClosure c ->
                negative(c.amount())
                        || (c.amount() == null) == (c.reason() == null)
                        || (c.reason() != null && !loses(c.reason(), c.note()));
            default -> false;
        };
    }

    private static boolean disqualifies(String reason, String note, Instant expiresAt) {
        boolean known = NEVER_REVERSIBLE.contains(reason)
                || MAY_EXPIRE.contains(reason)
                || Set.of("POOR_FIT", "COMPETITOR_EMPLOYEE").contains(reason);
        return known && (!reason.equals("OTHER") || note != null) && (expiresAt == null || MAY_EXPIRE.contains(reason));
    }

    private static boolean loses(String reason, String note) {
        return LOSS.contains(reason) && (!reason.equals("OTHER") || note != null);
    }

    private static boolean negative(Money money) {
        return money != null && money.amount().signum() < 0;
    }

    /** What later revenue under the present win comes to in a currency. */
    private BigDecimal later(Currency currency) {
        var sum = BigDecimal.ZERO;
        for (RecordRevenue revenue : laterRevenue) {
            if (revenue.amount().currency().equals(currency)) {
                BigDecimal amount = revenue.amount().amount();
                sum = revenue.kind() == RevenueKind.REFUND ? sum.subtract(amount) : sum.add(amount);
            }
        }
        return sum;
    }

    private boolean refundsTooMuch(RecordRevenue revenue) {
        Money won = (Money) facts.get("amount");
        BigDecimal left = won.amount().add(later(won.currency()));
        return revenue.kind() == RevenueKind.REFUND && revenue.amount().amount().compareTo(left) > 0;
    }

    /**
     * No amendment takes a win out of the currency of its later revenue, nor below what was refunded, but for one that
     * only raises it.
     */
    private boolean doesNotFitLaterRevenue(Money amount) {
        Money won = (Money) facts.get("amount");
        if (!won.currency().equals(amount.currency())) {
            return !laterRevenue.isEmpty();
        }
        boolean raises = amount.amount().compareTo(won.amount()) > 0;
        return !raises && amount.amount().add(later(amount.currency())).signum() < 0;
    }

    /** What the lead, being what it is, makes wrong about the command. */
    private String misfit(LeadCommand command) {
        return switch (command) {
            case UpdateContact update -> {
                var after = new HashMap<>(facts);
                update.contact().fields().forEach((field, value) -> after.put("contact." + field, value));
                boolean phoneOnly = after.get("contact.email") == null;
                boolean noPhone = after.get("contact.phone") == null || "nonsense".equals(after.get("contact.phone"));
                yield phoneOnly && noPhone && facts.get("externalRef") == null ? "INVALID_COMMAND" : null;
            }
            case QualifySales qualify -> qualify.rep() == null && facts.get("owner") == null ? "INVALID_COMMAND" : null;
            case RecordRevenue revenue ->
                revenue.amount().currency().equals(((Money) facts.get("amount")).currency()) && !refundsTooMuch(revenue)
                        ? null
                        : "INVALID_COMMAND";
            case AmendClosure amend -> {
                Object given = status.equals("CLOSED_WON") ? amend.amount() : amend.reason();
                Object present = facts.get(status.equals("CLOSED_WON") ? "amount" : "reason");
                if (given == null) {
                    yield "INVALID_COMMAND";
                }
                yield given.equals(present)
                        ? "COMMAND_NOT_ALLOWED"
                        : given instanceof Money money && doesNotFitLaterRevenue(money) ? "INVALID_COMMAND" : null;
            }
            case ReinstateLead _ ->
                NEVER_REVERSIBLE.contains((String) facts.get("reason")) ? "COMMAND_NOT_ALLOWED" : null;
            default -> null;
        };
    }

    private Instant at(LeadCommand command, Instant now) {
        return command.occurredAt() != null ? command.occurredAt() : now.isBefore(since) ? since : now;
    }

    private boolean repeats(LeadCommand command) {
        String id = idOf(command);
        return said.containsKey(id)
                && said.get(id).equals(resolved(command))
                && set.get(id).entrySet().stream().allMatch(e -> Objects.equals(facts.get(e.getKey()), e.getValue()));
    }

    /** Under what a decision is remembered: its kind, or the id that it gives. */
    private static String idOf(LeadCommand command) {
        return switch (command) {
            case RecordTouch touch -> "touch " + touch.touchId();
            case RecordRevenue revenue -> "revenue " + revenue.revenueId();
            case RegisterLead _ -> "registration";
            default -> "latest " + command.getClass().getSimpleName();
        };
    }

    /** Carries out what was accepted. */
    void carryOut(LeadCommand command, Actor actor, Instant now) {
        String name = command.getClass().getSimpleName();
        Instant at = at(command, now);
        boolean awaiting = status.equals("MQL_AWAITING");
        boolean nurtured = status.equals("NURTURE");
        var said = resolved(command);
        var set = new HashMap<String, Object>();
        String to = TABLE.get(name).get(2);
        if (command instanceof RejectLead reject) {
            to = to.split(" ")[reject.disposition().ordinal()];
        }
        if (!to.equals("=")) {
            status = to;
            since = at;
            set.put("stay", ++stays);
            for (String left : List.of("resumeNotBefore", "amount", "reason", "disqualifiedBy")) {
                facts.remove(left);
            }
        }
        version += name.equals("RejectLead") || (name.equals("QualifySales") && awaiting) ? 2 : 1;
        switch (command) {
            case RegisterLead c -> {
                pass = 1;
                facts.put("externalRef", c.externalRef());
                facts.put("contact.email", c.contact().email());
                facts.put("contact.phone", c.contact().phone());
                facts.put("campaign", c.source().campaign());
                set.clear();
            }
            case UpdateContact c -> c.contact().fields().forEach((field, value) -> set.put("contact." + field, value));
            case UpdateAttributes c -> {
                c.attributes().values().forEach((attribute, value) -> set.put("attribute." + attribute, value));
                if (c.source().campaign() != null) {
                    set.put("campaign", c.source().campaign());
                }
            }
            case QualifyMarketing _ -> pass += nurtured ? 1 : 0;
            case AssignLead c -> set.put("owner", c.rep());
            case AcceptLead c -> set.put("owner", c.rep());
            case QualifySales c -> {
                set.put("owner", said.get("rep"));
                set.put("expectedAmount", c.expectedAmount());
                set.put("expectedCloseDate", c.expectedCloseDate());
                facts.remove("milestone");
            }
            case ReviseOpportunity _ ->
                said.forEach((field, value) -> {
                    if (value != null) {
                        set.put(field, value);
                    }
                });
            case RejectLead c -> facts.put("resumeNotBefore", c.resumeNotBefore());
            case RecycleLead c -> facts.put("resumeNotBefore", c.resumeNotBefore());
            case CloseWon c -> {
                set.put("amount", c.amount());
                laterRevenue.clear();
            }
            case RecordRevenue c -> laterRevenue.add(c);
            case CloseLost c -> set.put("reason", c.reason());
            case AmendClosure c -> {
                String what = status.equals("CLOSED_WON") ? "amount" : "reason";
                set.put(what, what.equals("amount") ? c.amount() : c.reason());
            }
            default -> {}
        }
        if (status.equals("DISQUALIFIED") && !to.equals("=")) {
            facts.put("disqualifiedBy", actor.id());
            facts.put("reason", said.get("reason"));
        }
        facts.putAll(set);
        this.said.put(idOf(command), said);
        this.set.put(idOf(command), set);
    }

    /** The fields that make a repeat, with defaults as resolved. */
    private Map<String, Object> resolved(LeadCommand command) {
        var fields = fields(command);
        if (command instanceof QualifySales && fields.get("rep") == null) {
            fields.put("rep", facts.get("owner"));
        }
        return fields;
    }

    private static Map<String, Object> fields(LeadCommand command) {
        var fields = new HashMap<String, Object>();
        for (RecordComponent component : command.getClass().getRecordComponents()) {
            try {
                fields.put(component.getName(), component.getAccessor().invoke(command));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        fields.keySet().removeAll(Set.of("leadId", "occurredAt", "note", "touchInstead"));
        return fields;
    }
}
